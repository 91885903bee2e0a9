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
ability able absolute accuracy accurate accurately achieve achieved achievement achieving acquire across act active
actual actually adapt add addition additional additionally address addressed addressing adept advance advanced
advancement advantage advent affect aforementioned aid aim algorithm allow alternative ample analyze annotated
appear applicable application applied apply approach appropriate area art aspect assess assessing assessment
associated assumption attain attempt attract author available avenue average avoid aware awareness base based
baseline basic basis believe benefit best better bridge bring broad broader build building built call capability
capable capacity capture careful carefully carry case cause center central certain challenge challenging change
characteristic choice choose class clear close closely collect collected collection combination combine combined
combining common commonly comparable comparative compare compared comparison competing competitive complement
complementary complete complex complexity comprehensive comprehensively comprise computational compute concern
conclude conclusion condition conduct conducted conference consider considerable considered consist consistent
consistently constitute constraint construct constructed construction contain contrary contrast contribute
contribution conventional core correct corresponding cost cover crawled create created creating creation critical
crucial curate curated current currently cutting deal dedicated deep deficiency define degrade deliver demand
demonstrate demonstrated demonstrating demonstration depend deploy deployment derive derived describe described
designed desirable despite detail detailed detect determine develop developed developing development difference
different difficult difficulty dimension direct direction directly discover discuss distinct diverse diversity
dramatically drive driven early ease easily easy effect effective effectively effectiveness efficacy efficiency
efficient efficiently effort eight elaborate eliminate emerge emerged emergence emerging emphasis emphasize
empirical empirically employ employed employing enable enabled enabling encompass encompassing encounter encourage
encouraging end enhance enhanced enhancement enhancing enormous ensure entire equip era essential establish
established evaluate evaluated evaluating evident examine example excel excellent exceptional exhibit exist existing
expand expect expensive experiment experimental explicit explicitly exploit explore explored exploring expression
extend extended extension extensive extensively extent extra extract extracted extracting face facilitate fact
factor fail failure fair fall far fast feasible field figure fill final finally find finding fine first five
flexible focus focused focusing follow following form formulate foster found foundation four framework fresh full
fully fundamental fusing future gain gap general generalize generally generate generated generating generic github
goal good grained great greater greatly ground grow growing growth guide handle hard help helpful hence high higher
highest highlight highlighting highly hinder hold holistic hope hour huge hundred idea ideal identical identify
identifying ii iii illustrate immense impact impede implement implementation implication importance important
importantly impose impressive improve improved improvement improving in-depth include included including incorporate
incorporated incorporating increase increased increasing increasingly indicate indicating individual industry
influence inform inherent inherently initial innovative input insight insightful inspire inspired instance
insufficient integral integrate integrated integrating integration intend interest interesting intermediate
intricate introduce introduced introducing intuitive intuitively investigate investigated investigating
investigation involve involving issue iv joint jointly keep key kind know known lack landscape large largely larger
largest last late lead leading learn learned learnt length leverage leveraged leveraging lie light limit limitation
limited line link little long longer look low lower made magnitude main mainly mainstream maintain maintaining major
majority make making manner mark massive match material maximize mean meaning meaningful means measure mechanism
medium meet method methodology meticulous meticulously metric million minimal mitigate mode moderate modern modify
motivate motivated multiple natural nature navigate necessary necessitate necessity need negative new next nine
normal notable notably note novel nuanced number numerous objective observation observe observed obtain obtained
obvious occur offer offering open operate operation opportunity optimal optimize option order organize original
outcome outline outperform outperformed outperforming output outstanding overall overcome overlook overlooked
overview page paper paradigm part partial particular particularly past pave perform performance performed performing
perspective phase phenomenon pipeline pivotal play poor popular popularity possible potential potentially power
powerful practical practically practice pre precise precisely precision predefined predict predominantly preliminary
presence present presented presenting prevalent prevent previous previously primarily primary principle prior pro
problem procedure process processed produce produced producing proficient progress project prominent promise
promising promote prone propose proposed proposing prove proven provide provided providing public publicly published
purpose pursue put quantitative quantitatively raise range rapid rapidly rare rate ratio reach real realistic
reality realize reason recent recently recognize record reduce reduced reducing reduction refer reference refine
reflect regard regarding relate related relationship relative relatively release released relevance relevant
reliable reliably rely relying remain remaining remarkable remarkably replace report reported represent
representative require required requirement requires requiring research researcher respective respectively rest
result resulting retain retaining reveal revealed revealing review revolutionize revolutionized rich rigorous robust
role room safe scarce scarcity scenario scheme scope score second section seek seen select selected selecting
separate serve serving set setting setup seven severe severely share shared shed short show showcase showcasing
shown side significance significant significantly similar simple simply simultaneously single situation six size
slight small smaller solely solid solution solve solving sophisticated sota source space span spanning special
specialized specific specifically spectrum stage stand standard start state step straightforward strategy strength
strengthen strict strive strong stronger strongest struggle study style subject subsequent subsequently substantial
substantially subtask success successful successfully suffer sufficient suggest suitable suite superior superiority
support surpass surpassed surpassing surprising surprisingly systematic systematically tackle tackling tailored take
taken target team technique technology tend term test tested testing theoretical thing third thorough thousand three
time top topic total traditional train trained transform treat trend true try turn type typical typically ultimately
unable uncover underexplored underline underlying underscore underscoring understand understood undesirable
unexplored unified unify unique unit universal unlock unprecedented updating urgent usage useful utility utilize
utilized utilizing valid validate validation valuable variant variation variety various vary vast verify version
viable vital way weak weakness whole wide widely widespread witness work worker worse worth year yield
"""
SCHOLARLY = frozenset(_SCHOLARLY.split())
"""Words that any paper might use: they are no reason, and no phrase begins or ends with one."""

_WEAK = """
advent agent aligned alignment analysis annotation annotator answering architecture attention attribute audio avenue
backbone behavior benchmark caption captioning category causal classification classifier code coherence coherent
community complement component comprehension concept content continuous conversation conversion corpus correlation
correspondence crawled cue data dataset decoder depth description design detection direction distribution document
domain downstream dynamic dynamics element embedding emergent encoder entity environment error estimation evaluation
event expert explanation extraction feature feedback fine-tuning finetuning flow format function fuse fused
generalizability generalization generation generative group guidance hand human image indicator inference
information instruction intelligence intelligent interaction interpretability interpretable judge judgment label
labeled language latent layer learning level literature logical loss magnitude mega mind modality model modeling
module multimodal multimodality navigate network object optimization organize overhead pair parameter path people
perception perspective place plan platform point pose prediction preference pretrained pretraining processing
product projection prompt proof quality query question rank reasoning recognition redundancy region regression
relation reliability reliance representation resource response retrieval robustness sample scalable scale scaling
scene selection semantic sense sensor sentence sequence series shape shift signal similarity simultaneous skill
spatial speech stability structure supervised supervision survey synthesis system task temporal text textual token
tool training transfer transformer translation tuning understanding unimodal updating user value variable video view
vision visual weight weighted word world
"""
WEAK_ALONE = frozenset(_WEAK.split())
"""Words of the subject that say too little alone, but stand in phrases that say much: `question answering`."""


_BACKGROUND = """
ablation absence absent access accident account acquisition action activate adaptability adaptation adjustment
affordance age agreement alignment all-in-one allocation ambiguity amount anchor answer appeal appearance
applicability argument array arrow article artifact aspiration assessor assist assistance assistant assumption
attempt auditory augmentation author automation availability axis balance bandwidth basis behind bias block body
book boost bottleneck boundary box breakdown breakthrough burden calculation candidate capital care chain channel
characterization chinese choice circle clip clutter code coefficient collaboration color come command comment
comparison compatibility complication composition computation computer conclusion confidence confusion conjunction
connection consequence consideration consistency consumer consumption context controller convergence coordinate
correctness count counterpart country coupling course coverage creator criteria criterion crowd customer
customization cycle daily database date day debate decade decision deduction definition degree demo demographic
density dependence dependency derivation destination device diagram dilemma disagreement discipline discovery
discrepancy discrimination discussion distance distinction division dominance draft drawback drop duration edge
edition emission emphasis english enough enterprise equation era error essence estimate euclidean evidence evolution
exact exam examination examiner example exception exchange exemplar existence expansion expectation experience
expertise exploitation exploration exponent extent external facility factor family fashion field file filter fine-
tune flexibility flow fold follower force format formation formulation forum fraction frame freedom frequency frozen
fusion gap global gradient granularity graph graphic grid guarantee guideline half hardware hierarchy history hour
house hybrid hypothesis ieee illustration image image-to-image import impression inaccurate inclusion inconsistency
indication inequality inner inquiry inspiration intent intention interaction interface internal internet interplay
interpretation intervention interview introduction intuition inventory investment item iteration job journey
judgement justification kernel knowledge laboratory law leader leap learner lesson letter lexical library life list
load location log logic loop machine maintenance management manager manual map mapping margin marker mask mastery
matching math matrix maximum meaning media member memory merge message metadata method milestone minimum minute
misalignment mismatch mistake modification money month motivation movement movie name narrative neglect net neural
node noise norm notion obstacle occurrence off office onset operation operator opinion optimal orchestration
orientation orthogonal outlook overlap owner ownership package panel paradox parent participant party passage patch
patience pattern pause payload peer penalty perceive percent percentage period person personality personalization
philosophy picture pixel plane player policy population portion position positive possibility prediction preparation
prerequisite presentation preservation pressure price priority privilege prize probability processor product
profession professional proficiency profile program progression proportion proposal proposition prospect protocol
prototype provider proximity quantity quick rating reader realism realization reasoner recent recognizer recording
reduction redundant refinement regime register regress reinforcement relaxation release reliance reminder removal
repetition replacement report repository reproduction reputation reranker reservoir resolution respect respondent
rest restriction retention retrain reuse revolution reward rise risk route routine row rule saver saving scheme
school science scientist score script search section segment sensitivity separation sequence series server service
session shortage shortcoming side simplicity simplification simulation sketch slice slide slot slow software
something sort sound specialist specialization specification speed split spread stability staff stakeholder standard
standpoint statement stationary statistic status storage store story stream strength string student style sub-
suboptimal subset success suggestion sum supply surface surge switch symbol synergy syntax table tag tension term
theme theory thesis thought thread threshold ticket title today tokenizer tolerance touch trade trade-off tradeoff
traffic trajectory transformation transition translation transparency treatment triple trivial truth tutorial
uncertainty union university unsafe update usability usage usefulness validity variability vector vehicle velocity
vendor verification visibility visitor vocabulary vote wait warning waste web webpage website weight window wisdom
worker workflow workload workshop writer year zero zone
"""
BACKGROUND = frozenset(_BACKGROUND.split())
"""Words of papers in any field, mostly said once and in passing (ratio of sights to papers under 1.35 in 16,000
abstracts of four fields), with some of wider use: alone they are no reason."""

_COMMON_NAMES = """
agi ai api arxiv asr bert chatgpt cnn cpu cv deepmind dl dnn ec eu github gnn google gpt gpu huggingface ieee iot
llama llava llm lm lmm lvlm microsoft ml mllm mlm mlp mm mmllm nlp nn openai plm rl rnn sft sota uk us usa vl vllm
vlm vlp
"""
COMMON_NAMES = frozenset(_COMMON_NAMES.split())
"""Names and abbreviations that the papers of a field have in common: no reason alone."""

_EMPTY_HEADS = """
ability accuracy amount approach assistant benchmark candidate capability case category comprehension content
context corpora corpus counterpart cue data dataset development domain element encoder experience feature field format
framework gap generation information input interaction level method metric modality model module network output pair
parameter performance pipeline prompt query representation result sample scale score set setting signal size step
strategy system task technique term token tool understanding user way work
"""
EMPTY_HEADS = frozenset(_EMPTY_HEADS.split())
"""Heads of phrases that add nothing to what stands before them: `retrieval task`, `visual information`."""

_NO_OPENING = """
aligned answering benchmarking downstream evaluating generating improving intra mm modality modeling rethinking
revisiting seeing towards understanding unlocking unveiling upstream via weighted
"""
NO_OPENING = frozenset(_NO_OPENING.split())
"""Words with which no phrase begins: verbs of titles, and what only follows."""

_NO_CLOSING = """
agnostic art audio aware based box centric domain driven end ended enhanced fold following free friendly grained
guided image intensive language level like line linguistic modal modality only optimal order oriented play ready
rich scale scene shot source specific step style task text time trivial tuned turn video view vision visual wise
world
"""
NO_CLOSING_COMPOUND = frozenset(_NO_CLOSING.split())
"""Last parts that make an adjective of a hyphenated word: `open-ended`, `text-rich`, `vision-language`."""

_NO_TERMS = """
    ablation study | artificial general intelligence | artificial intelligence | billion image | case study |
    computational complexity | computational cost | computational resource | computer science | computer vision
    | content word | cross modal interaction | cross modality | data driven | deep learning |
    deep neural network | downstream task | embedding space | end to end | error rate | feature space |
    fine tune | fine tuning | focal point | foundation model | future research | future work | ground truth |
    human annotator | human computer interaction | human evaluation | image resolution | inference time |
    knowledge structure | language model | language modeling | language processing | large language model |
    latent space | learning rate | machine learning | media domain | model architecture | model parameter |
    model size | multimodal assistant | multimodal learning | multimodal model | natural language |
    natural language processing | neural network | neural network model | open source |
    pretrained language model | pretrained model | pretrained vision | question answer | real time |
    related work | research community | research direction | research question | search space | self attention |
    social science | source code | state of the art | static image | supervised fine tuning | test data |
    test set | textual context | trade off | training data | training set | training time | transfer learning |
    user study | vision language model | visual context | visual scene
"""
NO_TERMS = frozenset(tuple(term.split()) for term in _NO_TERMS.split("|"))
"""Phrases of everybody in their field."""

_ADJECTIVE_ENDS = ("al", "ed", "ful", "ible", "able", "ic", "ive", "less", "like", "ly", "ous", "ory", "ary", "ish")
_NOUNS_ALL_THE_SAME = """
accident adjective adversary agent alignment animal approval arabic archive argument arithmetic arrival assessment
basal bed binary boundary breed cable capital category client clinic coal coefficient comic component content creed
criminal critic crystal danish deal denial department deployment detective dialectic dictionary directive
disentanglement dish disposal document electrocardiogram element embed embodiment english enhancement entailment
environment epidemic event experiment exponent fabric factory feed finish fish glossary goal gradient granary
graphic heuristic history hospital incident instrument intent inventory investment journal judgement judgment
laboratory library logic magic management manual material measurement medal memory metal metric
mineral modal moment moral mosaic movement music narrative need objective ontology panic parent patent patient pedal
perspective picnic plastic portable portal president primitive principal proposal public quadratic query rational
recital reed referral refinement relative retrieval rhetoric rival rubric salary seed segment sentiment shed signal
silent spanish speed spreadsheet statement statistic student summary survival syllable syndical table talent
temporal-difference terminal territory theory topic traffic trajectory treatment trial turkish variable vehicle
vital vocabulary weed wish word
"""
_NOUNS_IN_ADJECTIVES_CLOTHES = frozenset(_NOUNS_ALL_THE_SAME.split()) - {
    "temporal-difference",
    "lexical-semantic",
    "modal",
}
_VERB_ENDS = ("ize", "ise", "ify")
_PLAIN_ADJECTIVES = """
acoustic auto bilingual bimodal closed coarse coherent common complex consistent cross crossmodal current deep dense
dependent different divergent dynamic emergent few fine frequent frozen global hard high human-like inconsistent
independent intelligent large latent local low modal modern monolingual multilingual multimodal native one open own
pre pretrained raw recent rich salient scalable shallow small soft sparse spatial static trained transparent
unimodal unknown unseen visual zero
"""
_ADJECTIVES = frozenset(_PLAIN_ADJECTIVES.split())


def looks_like_noun(word: str) -> bool:
    """Tell whether a word may end a phrase, by its form: `entailment` may, `textual`, `open-ended` or `activate` not.

    Examples:
        >>> [word for word in ("retrieval", "textual", "student", "frozen", "music") if looks_like_noun(word)]
        ['retrieval', 'student', 'music']
    """
    if word in _NOUNS_IN_ADJECTIVES_CLOTHES:
        return True
    if word in _ADJECTIVES or not word.isascii():
        return not word.isascii()
    # Short words only end so by chance: `ally`, `deal`, `tent`.
    return len(word) < 5 or not word.endswith((*_ADJECTIVE_ENDS, *_VERB_ENDS))


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
