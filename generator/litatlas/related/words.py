"""Words that carry no subject matter: function words, scholarly words, prefixes; and a light stemmer."""

_STOP = """
    alongside amid amongst
    a about above across after again against all along already also although always am among an and another any
    are around as at away be because become becomes been before being below besides between both but by can cannot
    could did do does doing done down due during each either else especially etc even ever every few for from further
    furthermore given had has have having he hence her here hers him his how however i if in instead into is it its
    itself just least less let like many may me might more moreover most much must my near nearly neither never
    nevertheless no nor not now of off often on once one only onto or other others otherwise our ours out over own per
    perhaps quite rather same several shall she should since so some still such than that the their them themselves
    then there thereby therefore these they this those though through throughout thus to together too toward towards
    two under unlike until up upon us using use used uses very via was we well were what when where whereas whether
    which while who whom whose why will with within without would yet you your eg ie e.g i.e et al cf vs
    it's don't can't
"""
STOP_WORDS = frozenset(_STOP.split())
"""English function words; they count for no similarity and stand at no end of a phrase."""

_BEFORE_VERB = "to we can may will could would should must they i who not cannot"
BEFORE_VERB = frozenset(_BEFORE_VERB.split())
"""After these a verb follows more often than a noun."""

_PREFIXES = (
    "anti bi co counter de hyper inter intra meta micro mid mono multi non post pre re semi sub super trans un uni"
)
PREFIXES = frozenset(_PREFIXES.split())
"""Pieces that a hyphen may or may not join to the next: `multi-modal` is `multimodal`."""

_SCHOLARLY = """
fine grained page worse adept extent influence length series
era expression extra hour ii iii iv pro safe style proficient
ability able absolute accuracy accurate accurately achieve achieved achievement achieving acquire across act active
actual actually adapt add addition additional additionally address addressed addressing advance advanced advancement
advantage advent affect aforementioned aid aim algorithm allow alternative ample analyze annotated appear applicable
application applied apply approach appropriate area art aspect assess assessing assessment associated assumption
attain attempt attract author available avenue average avoid aware awareness base based baseline basic basis believe
benefit best better bridge bring broad broader build building built call capability capable capacity capture careful
carefully carry case cause center central certain challenge challenging change characteristic choice choose class
clear close closely code collect collected collection combination combine combined combining common commonly
community comparable comparative compare compared comparison competing competitive complement complementary complete
complex complexity comprehensive comprehensively comprise computational compute concept concern conclude conclusion
condition conduct conducted conference consider considerable considered consist consistent consistently constitute
constraint construct constructed construction contain contrary contrast contribute contribution conventional core
correct corresponding cost cover crawled create created creating creation critical crucial curate curated current
currently cutting deal dedicated deep deficiency define degrade deliver demand demonstrate demonstrated
demonstrating demonstration depend deploy deployment depth derive derived describe described design designed
desirable despite detail detailed detect determine develop developed developing development difference different
difficult difficulty dimension direct direction directly discover discuss distinct diverse diversity dramatically
drive driven early ease easily easy effect effective effectively effectiveness efficacy efficiency efficient
efficiently effort eight elaborate element eliminate emerge emerged emergence emerging emphasis emphasize empirical
empirically employ employed employing enable enabled enabling encompass encompassing encounter encourage encouraging
end enhance enhanced enhancement enhancing enormous ensure entire environment equip essential establish established
evaluate evaluated evaluating evident examine example excel excellent exceptional exhibit exist existing expand
expect expensive experiment experimental explicit explicitly exploit explore explored exploring extend extended
extension extensive extensively extra extract extracted extracting face facilitate fact factor fail failure fair
fall far fast feasible field figure fill final finally find finding first five flexible focus focused focusing
follow following form formulate foster found foundation four framework fresh full fully function fundamental fusing
future gain gap general generalize generally generate generated generating generic github goal good great greater
greatly ground group grow growing growth guide hand handle hard help helpful hence high higher highest highlight
highlighting highly hinder hold holistic hope huge human hundred idea ideal identical identify identifying
illustrate immense impact impede implement implementation implication importance important importantly impose
impressive improve improved improvement improving in-depth include included including incorporate incorporated
incorporating increase increased increasing increasingly indicate indicating individual industry inform inherent
inherently initial innovative input insight insightful inspire inspired instance insufficient integral integrate
integrated integrating integration intend interest interesting intermediate intricate introduce introduced
introducing intuitive intuitively investigate investigated investigating investigation involve involving issue joint
jointly keep key kind know known lack landscape large largely larger largest last late lead leading learn learned
learnt leverage leveraged leveraging lie light limit limitation limited line link literature little logical long
longer look low lower made magnitude main mainly mainstream maintain maintaining major majority make making manner
mark massive match material maximize mean meaning meaningful means measure mechanism medium meet method methodology
meticulous meticulously metric million minimal mitigate mode moderate modern modify motivate motivated multiple
natural nature navigate necessary necessitate necessity need negative new next nine normal notable notably note
novel nuanced number numerous objective observation observe observed obtain obtained obvious occur offer offering
open operate operation opportunity optimal optimize option order organize original outcome outline outperform
outperformed outperforming output outstanding overall overcome overlook overlooked overview paper paradigm part
partial particular particularly past path pave people perform performance performed performing perspective phase
phenomenon pipeline pivotal place plan play point poor popular popularity pose possible potential potentially power
powerful practical practically practice pre precise precisely precision predefined predict predominantly preliminary
presence present presented presenting prevalent prevent previous previously primarily primary principle prior
problem procedure process processed produce produced producing progress project prominent promise promising promote
prone proof propose proposed proposing prove proven provide provided providing public publicly published purpose
pursue put quantitative quantitatively raise range rapid rapidly rare rate ratio reach real realistic reality
realize reason recent recently recognize record reduce reduced reducing reduction refer reference refine reflect
regard regarding region relate related relation relationship relative relatively release released relevance relevant
reliable reliably rely relying remain remaining remarkable remarkably replace report reported represent
representative require required requirement requires requiring research researcher resource respective respectively
rest result resulting retain retaining reveal revealed revealing review revolutionize revolutionized rich rigorous
robust role room scarce scarcity scenario scheme scope score second section seek seen select selected selecting
selection sense separate series serve serving set setting setup seven severe severely shape share shared shed short
show showcase showcasing shown side significance significant significantly similar simple simply simultaneous
simultaneously single situation six size slight small smaller solely solid solution solve solving sophisticated sota
source space span spanning special specialized specific specifically spectrum stage stand standard start state step
straightforward strategy strength strengthen strict strive strong stronger strongest struggle study subject
subsequent subsequently substantial substantially subtask success successful successfully suffer sufficient suggest
suitable suite superior superiority support surpass surpassed surpassing surprising surprisingly systematic
systematically tackle tackling tailored take taken target team technique technology tend term test tested testing
theoretical thing third thorough thousand three time tool top topic total traditional train trained transform treat
trend true try turn type typical typically ultimately unable uncover underexplored underline underlying underscore
underscoring understand understood undesirable unexplored unified unify unique unit universal unlock unprecedented
updating urgent usage useful utility utilize utilized utilizing valid validate validation valuable value variable
variant variation variety various vary vast verify version viable view vital way weak weakness weight whole wide
widely widespread witness word work worker worth year yield
"""
SCHOLARLY = frozenset(_SCHOLARLY.split())
"""Words that any paper might use: they are no reason, and no phrase begins or ends with one."""

_WEAK = """
advent agent aligned alignment analysis annotation annotator answering architecture attention attribute audio avenue
backbone behavior benchmark caption captioning category causal classification classifier coherence coherent
complement component comprehension content continuous conversation conversion corpus correlation correspondence
crawled data dataset decoder description detection direction distribution document domain downstream dynamic
dynamics embedding emergent encoder entity error estimation evaluation event expert explanation extraction feature
feedback fine-tuning finetuning flow format fuse fused generalizability generalization generation generative
guidance image indicator inference information instruction intelligence intelligent interaction interpretability
interpretable judge judgment label labeled language latent layer learning level logical loss magnitude mega mind
modality model modeling module multimodal navigate network object optimization organize overhead pair parameter
perception perspective platform prediction preference pretraining processing product projection prompt quality query
question rank reasoning recognition redundancy regression reliability reliance representation response retrieval
robustness sample scalable scale scaling scene semantic sensor sentence sequence shift signal similarity skill
spatial speech stability structure supervised supervision survey synthesis system task temporal text textual token
training transfer transformer translation tuning understanding unimodal updating user video vision visual weighted
world
"""
WEAK_ALONE = frozenset(_WEAK.split())
"""Words of the subject that say too little alone, but stand in phrases that say much: `question answering`."""


_EMPTY_IN_COMPOUNDS = "end level quality scale source world"
EMPTY_IN_COMPOUNDS = frozenset(_EMPTY_IN_COMPOUNDS.split())
"""Parts that make no term of a hyphenated word: `large-scale`, `real-world`, `high-quality`."""


def stem(word: str) -> str:
    """Take away a plural s; more would make other words equal (`image`, `imagine`).

    Examples:
        >>> [stem(word) for word in ("queries", "classes", "llms", "analysis", "bias", "gas")]
        ['query', 'class', 'llm', 'analysis', 'bias', 'gas']
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ias")):
        return word[:-1]
    return word
