"""The well-known series of the field: what each acronym stands for. Pure data; a new series is one row."""

import re

from msgspec import Struct

from litatlas.model import VenueKind
from litatlas.text import fold

C, J, R = VenueKind.CONFERENCE, VenueKind.JOURNAL, VenueKind.REPOSITORY


class Series(Struct, frozen=True):
    """A conference or journal that appears again and again."""

    short: str
    """The acronym in use, or empty where the series is known by its name."""

    name: str
    kind: VenueKind
    aliases: tuple[str, ...] = ()
    """Other ways to write it; case, accents, `&` and `IEEE`/`ACM` in front do not matter."""


def _ieee(short: str, topic: str, *aliases: str) -> Series:
    return Series(short, f"IEEE Transactions on {topic}", J, (f"Trans. {topic}", *aliases))


def _acm(short: str, topic: str, *aliases: str) -> Series:
    return Series(short, f"ACM Transactions on {topic}", J, (f"Trans. {topic}", *aliases))


SERIES: tuple[Series, ...] = (
    # machine learning
    Series("ICLR", "International Conference on Learning Representations", C),
    Series("ICML", "International Conference on Machine Learning", C),
    Series("NeurIPS", "Conference on Neural Information Processing Systems", C,
           ("NIPS", "Advances in Neural Information Processing Systems", "Neural Information Processing Systems",
            "Annual Conference on Neural Information Processing Systems")),
    Series("AISTATS", "International Conference on Artificial Intelligence and Statistics", C),
    Series("COLT", "Conference on Learning Theory", C),
    Series("ALT", "International Conference on Algorithmic Learning Theory", C),
    Series("UAI", "Conference on Uncertainty in Artificial Intelligence", C),
    Series("ACML", "Asian Conference on Machine Learning", C),
    Series("COLM", "Conference on Language Modeling", C),
    Series("CoLLAs", "Conference on Lifelong Learning Agents", C),
    Series("AutoML", "International Conference on Automated Machine Learning", C),
    Series("ECML PKDD", "European Conference on Machine Learning and Principles and Practice of Knowledge Discovery in "
           "Databases", C, ("ECML-PKDD", "ECML", "PKDD")),
    Series("TMLR", "Transactions on Machine Learning Research", J, ("Trans. Mach. Learn. Res.",)),
    Series("JMLR", "Journal of Machine Learning Research", J, ("J. Mach. Learn. Res.",)),
    Series("", "Machine Learning", J),
    # vision and graphics
    Series("CVPR", "IEEE/CVF Conference on Computer Vision and Pattern Recognition", C,
           ("Conference on Computer Vision and Pattern Recognition", "Computer Vision and Pattern Recognition")),
    Series("ICCV", "IEEE/CVF International Conference on Computer Vision", C,
           ("International Conference on Computer Vision",)),
    Series("ECCV", "European Conference on Computer Vision", C, ("Computer Vision - ECCV", "Computer Vision ECCV")),
    Series("WACV", "IEEE/CVF Winter Conference on Applications of Computer Vision", C,
           ("Winter Conference on Applications of Computer Vision",)),
    Series("ACCV", "Asian Conference on Computer Vision", C),
    Series("BMVC", "British Machine Vision Conference", C),
    Series("3DV", "International Conference on 3D Vision", C),
    Series("ICPR", "International Conference on Pattern Recognition", C),
    Series("ICIP", "IEEE International Conference on Image Processing", C),
    Series("MICCAI", "International Conference on Medical Image Computing and Computer Assisted Intervention", C),
    Series("SIGGRAPH", "ACM SIGGRAPH Conference", C, ("SIGGRAPH Asia",)),
    Series("TPAMI", "IEEE Transactions on Pattern Analysis and Machine Intelligence", J,
           ("PAMI", "T-PAMI", "Trans. Pattern Anal. Mach. Intell.")),
    Series("IJCV", "International Journal of Computer Vision", J, ("Int. J. Comput. Vis.",)),
    _ieee("TIP", "Image Processing"),
    _ieee("TVCG", "Visualization and Computer Graphics", "Trans. Vis. Comput. Graph."),
    _ieee("TCSVT", "Circuits and Systems for Video Technology"),
    _acm("TOG", "Graphics"),
    Series("PR", "Pattern Recognition", J),
    Series("PRL", "Pattern Recognition Letters", J),
    Series("CVIU", "Computer Vision and Image Understanding", J),
    Series("MedIA", "Medical Image Analysis", J),
    # language and speech
    Series("ACL", "Annual Meeting of the Association for Computational Linguistics", C,
           ("Meeting of the Association for Computational Linguistics", "Association for Computational Linguistics")),
    Series("EMNLP", "Conference on Empirical Methods in Natural Language Processing", C,
           ("Empirical Methods in Natural Language Processing",)),
    Series("NAACL", "Conference of the Nations of the Americas Chapter of the Association for Computational "
           "Linguistics", C, ("NAACL-HLT",
            "Conference of the North American Chapter of the Association for Computational Linguistics",
            "Conference of the North American Chapter of the Association for Computational Linguistics: Human Language "
            "Technologies")),
    Series("EACL", "Conference of the European Chapter of the Association for Computational Linguistics", C),
    Series("AACL", "Conference of the Asia-Pacific Chapter of the Association for Computational Linguistics", C,
           ("AACL-IJCNLP",)),
    Series("IJCNLP", "International Joint Conference on Natural Language Processing", C),
    Series("COLING", "International Conference on Computational Linguistics", C),
    Series("LREC", "International Conference on Language Resources and Evaluation", C),
    Series("LREC-COLING", "Joint International Conference on Computational Linguistics, Language Resources and "
           "Evaluation", C, ("LREC/COLING",)),
    Series("CoNLL", "Conference on Computational Natural Language Learning", C),
    Series("Interspeech", "Annual Conference of the International Speech Communication Association", C),
    Series("ICASSP", "IEEE International Conference on Acoustics, Speech and Signal Processing", C),
    Series("TACL", "Transactions of the Association for Computational Linguistics", J),
    Series("", "Computational Linguistics", J),
    Series("", "Natural Language Engineering", J),
    Series("TASLP", "IEEE/ACM Transactions on Audio, Speech, and Language Processing", J),
    # artificial intelligence, robots
    Series("AAAI", "AAAI Conference on Artificial Intelligence", C, ("Conference on Artificial Intelligence",)),
    Series("IJCAI", "International Joint Conference on Artificial Intelligence", C),
    Series("ECAI", "European Conference on Artificial Intelligence", C),
    Series("AAMAS", "International Conference on Autonomous Agents and Multiagent Systems", C),
    Series("ICRA", "IEEE International Conference on Robotics and Automation", C),
    Series("IROS", "IEEE/RSJ International Conference on Intelligent Robots and Systems", C),
    Series("RSS", "Robotics: Science and Systems", C),
    Series("CoRL", "Conference on Robot Learning", C),
    Series("RA-L", "IEEE Robotics and Automation Letters", J, ("RAL",)),
    Series("JAIR", "Journal of Artificial Intelligence Research", J),
    Series("", "Artificial Intelligence", J),
    Series("", "Artificial Intelligence Review", J),
    Series("", "Science China Information Sciences", J),
    # data, web, retrieval, multimedia
    Series("KDD", "ACM SIGKDD Conference on Knowledge Discovery and Data Mining", C,
           ("SIGKDD", "Knowledge Discovery and Data Mining", "Conference on Knowledge Discovery and Data Mining",
            "SIGKDD International Conference on Knowledge Discovery and Data Mining")),
    Series("SIGIR", "International ACM SIGIR Conference on Research and Development in Information Retrieval", C),
    Series("CIKM", "ACM International Conference on Information and Knowledge Management", C),
    Series("WSDM", "ACM International Conference on Web Search and Data Mining", C),
    Series("WWW", "The Web Conference", C, ("TheWebConf", "Web Conference", "World Wide Web Conference")),
    Series("ECIR", "European Conference on Information Retrieval", C),
    Series("RecSys", "ACM Conference on Recommender Systems", C),
    Series("ICDM", "IEEE International Conference on Data Mining", C),
    Series("ICDE", "IEEE International Conference on Data Engineering", C),
    Series("ICWSM", "International AAAI Conference on Web and Social Media", C),
    Series("ACM MM", "ACM International Conference on Multimedia", C, ("ACMMM", "MM", "ACM Multimedia")),
    Series("ICMR", "ACM International Conference on Multimedia Retrieval", C),
    Series("ICME", "IEEE International Conference on Multimedia and Expo", C),
    Series("ICMI", "ACM International Conference on Multimodal Interaction", C),
    _ieee("TMM", "Multimedia"),
    _ieee("TKDE", "Knowledge and Data Engineering"),
    _ieee("TNNLS", "Neural Networks and Learning Systems"),
    _ieee("TAFFC", "Affective Computing", "TAC"),
    _ieee("TMI", "Medical Imaging"),
    _acm("TIST", "Intelligent Systems and Technology"),
    _acm("TOMM", "Multimedia Computing, Communications, and Applications", "TOMCCAP"),
    _acm("TOIS", "Information Systems"),
    _acm("TKDD", "Knowledge Discovery from Data"),
    Series("CSUR", "ACM Computing Surveys", J),
    # software, people, systems
    Series("ICSE", "IEEE/ACM International Conference on Software Engineering", C),
    Series("FSE", "ACM International Conference on the Foundations of Software Engineering", C, ("ESEC/FSE",)),
    Series("ASE", "IEEE/ACM International Conference on Automated Software Engineering", C),
    Series("CHI", "ACM Conference on Human Factors in Computing Systems", C,
           ("CHI Conference on Human Factors in Computing Systems",)),
    Series("UIST", "ACM Symposium on User Interface Software and Technology", C),
    Series("FAccT", "ACM Conference on Fairness, Accountability, and Transparency", C),
    # journals at large, repositories
    Series("", "Nature", J),
    Series("", "Nature Machine Intelligence", J),
    Series("", "Nature Communications", J),
    Series("", "Science", J),
    Series("PNAS", "Proceedings of the National Academy of Sciences", J),
    Series("", "IEEE Access", J),
    Series("", "Scientific Reports", J),
    Series("", "PLOS ONE", J),
    Series("", "Information Fusion", J),
    Series("", "Neurocomputing", J),
    Series("", "Neural Networks", J),
    Series("arXiv", "arXiv", R, ("CoRR", "arXiv preprint")),
    Series("bioRxiv", "bioRxiv", R),
    Series("medRxiv", "medRxiv", R),
    Series("", "Zenodo", R),
)  # fmt: skip

_PREFIX = re.compile(r"^(?:the |ieee/cvf |ieee/acm |ieee/rsj |ieee |acm |annual )+")
_NOT_LETTERS = re.compile(r"[^\w]+")


def series_named(text: str) -> Series | None:
    """Give the series that a name or acronym stands for, or None."""
    if not text or len(text) > 300:
        return None
    folded = fold(text).replace("&", " and ")
    return _BY_NAME.get(_key(folded)) or _BY_NAME.get(_key(_PREFIX.sub("", folded)))


def _key(folded: str) -> str:
    return " ".join(_NOT_LETTERS.sub(" ", folded).split())


def _index() -> dict[str, Series]:
    """Index every way to write a series; the full spellings win over those without `IEEE` in front."""
    index: dict[str, Series] = {}
    for shorten in (False, True):
        for series in SERIES:
            for name in filter(None, (series.short, series.name, *series.aliases)):
                folded = fold(name).replace("&", " and ")
                index.setdefault(_key(_PREFIX.sub("", folded) if shorten else folded), series)
    return index


_BY_NAME = _index()
