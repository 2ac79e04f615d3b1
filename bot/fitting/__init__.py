"""Fitting: the numbers of ``fitted/numbers.yaml`` from labelled questions, each question answered without itself.

labelled questions ──► samples (cross-fitted: no question is in the documents it is asked of)
                          ├──► ranking: softmax over the candidates of a question
                          ├──► boosting: trees over the signals of the best hit
                          └──► calibration: logistic regression, for a knowledge without absences
questions of others ────► threshold: by the cost of mistakes
"""
