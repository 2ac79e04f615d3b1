"""Causes: why the database failed, in words that give nothing away, and whether that may pass by itself."""

from __future__ import annotations

from sqlalchemy.exc import InvalidRequestError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as NoneFreeError

__all__ = ["cause", "may_pass"]

# What codes mean that an admin can do something about; the others are shown as they are.
_CODES = {
    "SQLITE_BUSY": "ほかの処理が使用中です",
    "SQLITE_CANTOPEN": "ファイルを開けません",
    "SQLITE_FULL": "ディスクに空きがありません",
    "SQLITE_NOTADB": "SQLite のファイルではありません",
    "SQLITE_READONLY": "書き込みが許可されていません",
    "53100": "ディスクに空きがありません",
    "53300": "接続が多すぎます",
    "57014": "時間がかかりすぎました",
    "57P01": "サーバーが停止しました",
}
# What libpq says when it cannot connect, for which there is no code, and what that means.
_REASONS = {
    "password authentication failed": "ユーザー名かパスワードが違います",
    "no password supplied": "パスワードがありません",
    "does not exist": "データベースかユーザーがありません",
    "could not translate host name": "ホスト名が見つかりません",
    "failed to resolve host": "ホスト名が見つかりません",
    "connection refused": "サーバーが応答しません",
    "connection timeout expired": "サーバーが応答しません",
    "too many clients": "接続が多すぎます",
    "remaining connection slots": "接続が多すぎます",
}
# What passes by itself: codes of SQLite, and classes of PostgreSQL's codes (connection, resources, operator).
_PASSING = ("SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_LOCKED", "08", "53", "55P03", "57")
# What libpq says of a connection that will not come about however often it is tried.
_REFUSALS = (
    "authentication failed",
    "no password supplied",
    "does not exist",
    "no pg_hba.conf entry",
    "does not support ssl",
    "certificate verify failed",
    "invalid port number",
)


def cause(error: Exception) -> str:
    """Return a reason that holds nothing of the statement: the driver's code, else a phrase, else a class name."""
    original = _original(error)
    if isinstance(original, OSError):
        return original.strerror or type(original).__name__
    code = _code(original)
    if code:
        return _CODES.get(code, str(code))
    said = str(original).casefold()
    named = next((reason for pattern, reason in _REASONS.items() if pattern in said), "")
    return named or ("接続が切れました" if may_pass(error) else type(original).__name__)


def may_pass(error: Exception) -> bool:
    """Tell whether the same could be done later without anybody mending a setting, a table or the program."""
    if isinstance(error, NoneFreeError | InvalidRequestError):
        return True  # no connection is free, or none lasts
    original = _original(error)
    code = _code(original)
    if code:
        return code.startswith(_PASSING)
    said = str(original).casefold()
    is_of_the_line = isinstance(error, OperationalError) or type(original).__name__ == "OperationalError"
    return is_of_the_line and not any(refusal in said for refusal in _REFUSALS)


def _original(error: Exception) -> BaseException:
    return (isinstance(error, StatementError) and error.orig) or error


def _code(error: BaseException) -> str:
    return str(getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None) or "")
