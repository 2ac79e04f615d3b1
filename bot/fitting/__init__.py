"""Fitting: the numbers of ``fitted/numbers.yaml`` from labelled questions, each question answered without itself.

labelled questions ──► samples (cross-fitted: no question is in the documents it is asked of)
                          ├──► ranking: softmax over the candidates of a question
                          └──► calibration: logistic regression, threshold by cost
"""
