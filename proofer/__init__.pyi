from proofer.api.checking import check as check
from proofer.api.correcting import apply as apply
from proofer.api.correcting import export as export
from proofer.config import Config as Config
from proofer.document.document import Document as Document
from proofer.document.edits import Edit as Edit
from proofer.document.spans import Span as Span
from proofer.errors import ProoferError as ProoferError
from proofer.findings.family import Family as Family
from proofer.findings.finding import Evidence as Evidence
from proofer.findings.finding import Finding as Finding
from proofer.findings.finding import Severity as Severity
from proofer.findings.finding import Suggestion as Suggestion
from proofer.findings.report import DocumentReport as DocumentReport
from proofer.findings.report import Report as Report
from proofer.formats import read as read
from proofer.review.session import ReviewSession as ReviewSession
from proofer.review.store import DecisionStore as DecisionStore

__all__: list[str]
__version__: str
