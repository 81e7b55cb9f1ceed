"""Typed messages are read as answers where they are clear, and as nothing where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.checklists.typed import is_command_word, is_skip, read_choice, read_many
from bot.content.checklist import Band, Choice, Kind, Step
from bot.content.checklist_models import ChecklistModel, checklist_of

KNOWLEDGE = Path(__file__).parents[2] / "knowledge" / "id"
SLANG: dict[str, str] = yaml.safe_load((KNOWLEDGE / "language" / "words.yaml").read_text(encoding="utf-8"))["slang"]


def step(ask: str, *choices: tuple[str, ...], kind: Kind = Kind.CHOICE) -> Step:
    """A step of choices, each its id, its label and how people type it."""
    return Step("s", kind, ask, "", choices=tuple(Choice(id_, label, says=says) for id_, label, *says in choices))  # type: ignore[arg-type]


NPWP = step("Sudah punya NPWP?", ("sudah", "✅ Sudah punya"), ("belum", "Belum punya"))
NOTES = step(
    "Kamu mencatat pemasukan tiap bulan?",
    ("rapi", "Sudah rapi tiap bulan"),
    ("bolong", "Ada, tapi bolong-bolong"),
    ("tidak", "Belum mencatat"),
)
SCALE = step(
    "Aku istirahat cukup minggu ini.",
    ("a", "Tidak pernah"),
    ("b", "Jarang"),
    ("c", "Kadang-kadang", "kadang"),
    ("d", "Sering"),
    ("e", "Selalu"),
)
ACCOUNT = step("Semua bayaran masuk ke satu rekening?", ("satu", "Satu rekening"), ("campur", "Masih campur"))
MONTHS = step(
    "Sudah berapa lama?", ("a", "Kurang dari 3 bulan"), ("b", "3-6 bulan"), ("c", "Lebih dari 6 bulan")
)  # fmt: skip
LOAN = step("Pilih yang mana?", ("kta", "Tanpa jaminan (KTA)", "kta"), ("agunan", "Dengan agunan"))
NAME = step(
    "Suratnya atas nama siapa?",
    ("sendiri", "Punya, atas nama sendiri"),
    ("keluarga", "Punya, tapi bukan atas nama sendiri"),
    ("tidak", "Tidak punya"),
)
PAPERS = step(
    "Apa yang bisa kamu jaminkan?",
    ("rumah", "Sertifikat rumah", "shm"),
    ("kendaraan", "BPKB kendaraan", "motor", "bpkb motor"),
    ("tanah", "Surat tanah"),
    kind=Kind.MANY,
)
PAPERS_OR_NONE = step(
    "Apa yang bisa kamu jaminkan?",
    ("rumah", "Sertifikat rumah"),
    ("kendaraan", "BPKB kendaraan"),
    ("kosong", "Tidak ada"),
    kind=Kind.MANY,
)


def cases(step: Step, answers: dict[str | None, str]) -> list[object]:
    return [
        pytest.param(step, text, wanted, id=f"{step.choices[0].label}: {text}")
        for wanted, texts in answers.items()
        for text in texts.split("|")
    ]


@pytest.mark.parametrize(
    ("step", "text", "wanted"),
    [
        *cases(
            NPWP,
            {
                "sudah": "1|no 1|yang pertama|iya|iyaaa|y|ya kak|yoi|udh punya|sdh|sudha|Punya kok!|alhamdulillah udah|"
                "udah punya npwpnya|udah lama|✅ Sudah punya",
                "belum": "2|nomor dua|yang kedua|no 2|blm|blum|belum ada|ga|gak ada|nggak|kagak|no|ga punya|"
                "belum punya|belum punya npwp|npwp belum|ga ada npwp|ya belum|udah ga punya|kayaknya belum|belum ya",
                None: "0|3|99999999999|NPWP itu wajib ga?|NPWP itu wajib ga|punya?|punya ga ya|punya enggak|udah belum|"
                "apa itu kta|kok gitu|npwp itu apa|gimana cara bikinnya|susah|tau|gatau|ok|mungkin|nanti|👍||   |"
                "bukan ga punya|belum lama ini udah punya|udah punya tapi belum lapor|tidak masalah|dulu punya|"
                "kalau belum punya|punya rumah",
            },
        ),
        *cases(
            NOTES,
            {
                "rapi": "rapi|udah rapi|rapih|rapi tiap bulan",
                "bolong": "bolong2|bolong|ada tapi bolong",
                "tidak": "belum|tidak|ga nyatet|belum nyatat|belum mencatat",
                None: "ada|sudah|ga rapi|belum rapi|tiap bulan|rapi ga sih",
            },
        ),
        *cases(
            SCALE,
            {
                "a": "ga pernah|tidak pernah|1",
                "b": "jarang bgt",
                "c": "kadang|kadang2|kadang-kadang",
                "d": "serng|sering banget|seringnya",
                "e": "selalu|5",
                None: "pernah|tidak|ya|ga sering|tidak selalu|jarang atau sering|6",
            },
        ),
        *cases(
            ACCOUNT,
            {
                "satu": "iya|satu rekening|satu rek",
                "campur": "campur|masih campur kok|ga|belum|gak satu rekening",
                None: "rekening|satu rek tapi campur|rekening apa",
            },
        ),
        *cases(
            MONTHS,
            {
                "a": "kurang dari 3 bulan|1",
                "b": "3-6 bulan|2",
                "c": "lebih dari 6 bulan|3",
                None: "kurang dari 3|3 bulan|6 bulan|4 bulan|bulan|ya|belum",
            },
        ),
        *cases(LOAN, {"kta": "kta|tanpa jaminan|tanpa agunan", "agunan": "agunan|dengan agunan", None: "ya|jaminan"}),
        *cases(
            NAME,
            {
                "sendiri": "punya atas nama sendiri",
                "keluarga": "bukan atas nama sendiri",
                "tidak": "ga punya|tidak|belum punya",
                None: "punya|iya",
            },
        ),
    ],
)
def test_a_choice_is_read_where_it_is_clear(step: Step, text: str, wanted: str | None) -> None:
    assert read_choice(text, step, SLANG) == wanted


@pytest.mark.parametrize("ask", ["Mau diingatkan?", "Apakah kamu mau diingatkan?"])
def test_of_two_choices_yes_is_the_first_where_the_question_asks_yes_or_no(ask: str) -> None:
    asked = step(ask, ("a", "Ingatkan"), ("b", "Biarkan"))
    assert (read_choice("iya", asked, SLANG), read_choice("ga", asked, SLANG)) == ("a", "b")


@pytest.mark.parametrize("ask", ["Bank mana yang kamu pakai?", "Lokal atau nasional?"])
def test_yes_is_no_answer_to_an_open_question(ask: str) -> None:
    asked = step(ask, ("a", "Lokal"), ("b", "Nasional"))
    assert read_choice("iya", asked, SLANG) is None
    assert read_choice("lokal", asked, SLANG) == "a"


def test_yes_and_no_find_their_choice_wherever_it_stands() -> None:
    turned = step("Ada utang?", ("x", "Tidak ada"), ("y", "Ada"))
    assert (read_choice("ga", turned, SLANG), read_choice("iya", turned, SLANG)) == ("x", "y")
    by_id = step("Boleh?", ("tidak", "Lain kali"), ("ya", "Boleh"), ("nanti", "Nanti"))
    assert (read_choice("ga", by_id, SLANG), read_choice("yoi", by_id, SLANG)) == ("tidak", "ya")


def test_a_listed_yes_decides_between_several_that_agree() -> None:
    several = step("Lapor?", ("a", "Sudah rutin", "iya"), ("b", "Sudah sekali"), ("c", "Belum"))
    assert read_choice("iya kok", several, SLANG) == "a"


@pytest.mark.parametrize("denial", ["ga", "gak", "nggak", "kagak", "belum", "blm", "tidak", "tdk", "bukan", "tanpa"])
@pytest.mark.parametrize(
    "rest", ["punya", "ada", "punya kok", "punya npwp", "sudah punya", "pernah punya", "rapi", "iya"]
)
def test_a_denial_is_never_read_as_what_it_denies(denial: str, rest: str) -> None:
    assert read_choice(f"{denial} {rest}", NPWP, SLANG) != "sudah"
    assert read_choice(f"{denial} {rest}", NOTES, SLANG) not in ("rapi", "bolong")


@pytest.mark.parametrize(
    ("step", "text", "wanted"),
    [
        *cases(
            PAPERS,
            {
                "rumah": "1|rumah|shm|sertipikat rumah|punya rumah",
                "rumah tanah": "1 3|1,3|1 dan 3|1&3|rumah + tanah|rumah tanah|semua kecuali 2|semua selain bpkb",
                "rumah kendaraan": "1-2|1 sampai 2|rumah dan bpkb|rumah sama motor|shm, bpkb motor|"
                "punya rumah, kendaraan juga",
                "rumah kendaraan tanah": "semua|semuanya kak|punya semua|1,2 dan 3|3 2 1",
                "": "ga ada|belum ada|belum satu pun|nggak|ga punya|ga ada sama sekali|0",
                None: "9|1 9|12||apa aja|rumah bisa ga|rumah?|bpkb belum|rumah ada bpkb ga ada|gatau|"
                "semua kecuali 9|ya",
            },
        ),
        *cases(
            PAPERS_OR_NONE,
            {
                "kosong": "ga ada|tidak ada|belum satu pun|3",
                "rumah kendaraan": "semua|1 2",
                None: "1 3|1,2 dan 3|rumah, tidak ada",
            },
        ),
    ],
)
def test_several_choices_are_read_in_the_order_of_the_step(step: Step, text: str, wanted: str | None) -> None:
    assert read_many(text, step, SLANG) == (None if wanted is None else tuple(wanted.split()))


@pytest.mark.parametrize(
    "text",
    [
        *[
            "lewati",
            "Skip",
            "skip dulu aja",
            "pass",
            "gatau",
            "gatau deh",
            "belum tau",
            "blm tau",
            "ga tahu",
            "nggak tau",
        ],
        *["ga tau ya", "kurang tau", "entahlah", "lupa", "ga inget", "ga mau jawab"],
        *["gamau", "ga mau", "nggak mau ah", "ogah", "gak usah", "ga usah", "ga usah deh", "rahasia", "privasi"],
        *["males", "males nulis", "males jawab kak", "malas", "gak perlu", "ga pengen cerita"],
    ],
)
def test_not_answering_is_understood(text: str) -> None:
    assert is_skip(text)


@pytest.mark.parametrize(
    "text",
    [
        *["", "?", "tau", "ga", "belum", "lewat jalan mana", "skip?", "gatau npwp itu apa", "rahasia?"],
        *["nanti", "nanti aja", "males nyatet", "mau", "ga mau pake jaminan", "rahasia suksesnya apa"],
    ],
)
def test_other_messages_are_no_skip(text: str) -> None:
    assert not is_skip(text)
    assert not is_skip(text, "Lewati")


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Belum pakai satu pun", "belum pakai satu pun"),
        ("Belum pakai satu pun", "Belum pakai satupun kak"),
        ("Belum pakai satu pun", "belm pakai satu pun ya"),
        ("Tanpa jawaban", "tanpa jawabn"),
    ],
)
def test_the_label_of_the_button_skips_where_it_is_typed(label: str, text: str) -> None:
    assert is_skip(text, label)
    assert not is_skip(text)
    assert not is_skip(f"{text}?", label)
    assert not is_skip(f"{text} soalnya", label)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("kembali", "back"),
        ("Balik!", "back"),
        ("mundur", "back"),
        ("balik lagi", "back"),
        ("batal", "cancel"),
        ("stop", "cancel"),
        ("berhenti dulu", "cancel"),
        ("udahan", "cancel"),
        ("lanjut dong", "resume"),
        ("terusin", "resume"),
        ("ulang", "restart"),
        ("ulangi dari awal", "restart"),
        ("mulai lagi", "restart"),
        ("mulai lagi dong", "restart"),
        *[(said, "later") for said in ("nanti dulu", "nanti aja", "nanti ya", "nanti", "besok aja", "besok lagi kak")],
        *[(said, "later") for said in ("lain kali", "lain kali aja deh", "istirahat dulu", "istirahat dulu ya min")],
        *[(said, "later") for said in ("jeda dulu", "rehat bentar", "lanjut besok aja", "nanti lanjut lagi")],
        *[(said, "start") for said in ("mulai", "Mulai!", "mulai aja", "mulai sekarang", "gas", "gasss", "gas kak")],
        *[(said, "start") for said in ("ayo", "ayo mulai", "yuk", "yuk mulai", "gaskeun", "siap", "siap kak")],
        ("yuk lanjut", "resume"),
        ("istirahat", None),
        ("istirahat yang cukup", None),
        ("besok deadline", None),
        ("nanti gimana", None),
        ("mulai dari mana", None),
        ("mulai?", None),
        ("siap jualan", None),
        ("ayo dong bantu", None),
        ("", None),
        ("stop download", None),
        ("lanjut kerja", None),
        ("batal?", None),
        ("kapan lanjut", None),
        ("bisa dibatalin ga", None),
    ],
)
def test_a_command_is_a_whole_message(text: str, command: str | None) -> None:
    assert is_command_word(text) == command


@given(st.text() | st.text(alphabet="123 ,-?ygatidkbelumsprn", max_size=40))
def test_any_text_means_choices_of_the_step_or_nothing(text: str) -> None:
    for asked in (NPWP, NOTES, SCALE, PAPERS):
        choice, several = read_choice(text, asked, SLANG), read_many(text, asked, SLANG)
        assert choice is None or choice in asked.by_id
        assert several is None or set(several) <= asked.by_id.keys()
    assert isinstance(is_skip(text), bool)
    assert is_command_word(text) in (None, "back", "cancel", "resume", "restart", "later", "start")


@given(st.text(alphabet="abcdefghij punyasudah", max_size=20))
def test_a_question_mark_makes_any_text_a_question(text: str) -> None:
    assert read_choice(f"{text}?", NPWP, SLANG) is None
    assert read_many(f"{text}?", PAPERS, SLANG) is None


@pytest.mark.parametrize("text", ["punya " * 5000, "1" * 5000, "\u202e" * 300, "1 " * 90, "1,2;" * 5000])
def test_a_long_text_is_no_plain_answer(text: str) -> None:
    assert read_choice(text, NPWP, SLANG) is None
    assert read_many(text, NPWP, SLANG) is None or len(text) <= 200


def real_steps() -> dict[str, Step]:
    """The steps of the checklists that people walk, those with choices."""
    steps: dict[str, Step] = {}
    for path in sorted((KNOWLEDGE / "checklists").glob("*.yaml")):
        model = ChecklistModel.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        steps |= {f"{path.stem}: {step.id}": step for step in checklist_of(path.stem, model).steps if step.choices}
    return steps


REAL = real_steps()
each_real_step = pytest.mark.parametrize("real", [pytest.param(step, id=name) for name, step in REAL.items()])


@each_real_step
def test_every_label_and_phrase_of_a_real_checklist_is_read_as_its_choice(real: Step) -> None:
    misread = [
        (said, found)
        for choice in real.choices
        for said in (choice.label, *choice.says)
        if (found := read_choice(said, real, SLANG)) != choice.id
    ]
    assert not misread


@each_real_step
def test_a_number_is_a_place_only_where_the_step_says_so(real: Step) -> None:
    said = {text: choice.id for choice in real.choices for text in choice.says}
    for place, choice in enumerate(real.choices, start=1):
        bare = choice.id if real.places else said.get(str(place))
        assert read_choice(str(place), real, SLANG) == bare
        assert read_choice(f"{place} kak", real, SLANG) == bare
        assert read_choice(f"nomor {place}", real, SLANG) == choice.id


@each_real_step
def test_a_particle_changes_no_phrase_of_a_real_checklist(real: Step) -> None:
    misread = [
        (said, particle, found)
        for choice in real.choices
        for said in (choice.label, *choice.says)
        for particle in ("kak", "sih", "dong", "kok")
        if (found := read_choice(f"{said} {particle}", real, SLANG)) not in (choice.id, None)
    ]
    assert not misread


def real(step: str, answers: dict[str | None, str]) -> list[object]:
    return [
        pytest.param(REAL[step], text, wanted, id=f"{step}: {text}")
        for wanted, texts in answers.items()
        for text in texts.split("|")
    ]


@pytest.mark.parametrize(
    ("step", "text", "wanted"),
    [
        *real(
            "pinjaman: rekening-satu",
            {
                "semua": "satu|udah satu kok|satu rekening kak|rekening yang sama|iya semua",
                "sebagian": "belum semua kak|sebagian aja sih",
                "campur": "campur banget|dua rekening kak|3 rekening",
                None: "1|2|3|ada|sudah|rekening|tiap|cuma",
            },
        ),
        *real(
            "pinjaman: rekening-lama",
            {
                "setahun": "1,5 tahun|setahun|14 bln|3 thnan|2 tahun lebih|setahun setengah|1 tahun 3 bulan|"
                "hampir 2 tahun|2 sampai 3 tahun|lama banget|lebih dari setahun|sekitar setahunan|setaun lebih kak",
                "beberapa": "setengah tahun|8bln|kurang lebih 7 bulan|udah 5-6 bulan|iya udah 5 bulan|"
                "sejak 3 bulan lalu|hampir setahun|belum setahun kak|lumayan lama sih 8 bulan|"
                "rekening itu udah 4 bulan",
                "baru": "baru 2 minggu|seminggu|hampir 3 bulan|kurang dari 3 bulan|2 bulan lalu|baru sebulan|"
                "belum lama kak",
                None: "gak ada|ga ada|belum|3|12|dua|bulan|bulan 3|dari 2020|2-3 bulan|kurang dari setahun|"
                "tiap 3 bulan|3 bulan sekali|3 bulan lagi|belum 3 bulan|gak nyampe setahun|1 tahun lalu|1/2 tahun|"
                "yang lama 3 tahun yang baru 2 bulan|3 bulan?|berapa bulan ya|paypal 3 bulan|kemarin|lalu",
            },
        ),
        *real(
            "pinjaman: catatan",
            {
                "setahun": "rutin udah setaun|iya kak udah 3 taunan|udah dari 2 tahun lalu",
                "beberapa": "iya udah 5 bulan|rutin 8 bln|setengah taun",
                "baru": "baru 2 minggu|baru mulai 2 bulan|bolong2",
                "belum": "iya belum|kagak|belum kak|belum pernah sama sekali",
                None: "4|iya|kadang 6 bulan|ga rutin, 3 bulan|belum, baru 2 minggu|bulan|males",
            },
        ),
        *real(
            "pinjaman: npwp",
            {
                "punya": "iya dong|iya nih|ada kak|punya kok npwpnya|iya punya",
                "proses": "udah daftar tapi blm jadi kak|sudah proses|iya lagi diurus",
                "belum": "iya belum|udah ga punya|belum kak|npwp belum punya",
                None: "ogah|males|rahasia",
            },
        ),
        *real(
            "pinjaman: agunan",
            {
                "siap": "ada kak|surat rumah ada kak|bpkb motor kak|siap",
                "ragu": "rumah ortu kak",
                "tidak": "ga ada kak",
                None: "sendiri|bisa|jadi|atas|surat",
            },
        ),
        *real("pinjaman: jenis", {"tanpa-agunan": "kta kak|tanpa jaminan aja", None: "kredit|dengan|rumah"}),
        *real("pinjaman: bukti", {"lengkap": "lengkap kak|iya lengkap", "sebagian": "belum lengkap kak", None: "ogah"}),
        *real("pinjaman: kontrak", {"ada": "ada kak|ada satu", "tidak": "ga ada kak", None: "1|2|dua|cuma|wa"}),
        *real(
            "pinjaman: bank",
            {
                "sudah": "udah kak",
                "cari": "lagi cari|sudah lagi cari|masih nyari nih",
                "belum": "belum|belum cari bank|belum ada yang mau kak|belum nemu yang mau",
                None: "belum, lagi cari|belum lagi cari|belum, masih nyari banknya|lagi cari, belum ketemu|baru|on",
            },
        ),
        *real(
            "burnout: tanpa-jeda",
            {
                "tidak-pernah": "ga pernah sama sekali kak|belum",
                "jarang": "jarang bgt kak|iya jarang|udah jarang|ga sering kok",
                "kadang": "kadang2 aja|lumayan kak|3",
                "sering": "iya|iya dong|iya nih|sering banget kak",
                "selalu": "iya banget|iya banget kak|iya bgt nih|banget sih|tiap malam|tiap hari kak|setiap hari sih",
                None: "hari ini|tiap|malam|tiap saat ini|cukup|deadline|dua|tidak selalu|biasanya iya|sering, jarang",
            },
        ),
        *real(
            "harga: tekan-ai",
            {
                "tidak": "belum kok|ga ngaruh sih",
                "sedikit": "ga terlalu kok|sedikit aja kak",
                "terasa": "kerasa sih|iya dong|iya ngaruh",
                "berat": "kerasa banget kak|iya kerasa banget|banget sih|iya banget nih",
                None: "terasa banget banget|ga?",
            },
        ),
        *real(
            "harga: rating",
            {"bagus": "5|bagus kak", "lumayan": "4|lumayan kak", "belum": "0|belum ada kak", None: "1|2|3|ga|tidak"},
        ),
        *real(
            "harga: review",
            {"banyak": "20|banyak bgt|no 1", "sedikit": "5|ada dikit kak", "belum": "0|belum kak", None: "1|2|3|12"},
        ),
        *real(
            "harga: laris",
            {"sering": "iya|sering kak|tiap hari", "kadang": "jarang", None: "2|ada|sudah|hari ini|tiap|seminggu"},
        ),
    ],
)
def test_a_typed_answer_to_a_real_step_is_understood_or_not_guessed(step: Step, text: str, wanted: str | None) -> None:
    assert read_choice(text, step, SLANG) == wanted


@pytest.mark.parametrize(
    ("step", "text", "wanted"),
    real(
        "harga: strategi",
        {
            "": "belum pakai|blm pake satupun|belum pake kak|kosong|nol|ga pernah|belum satu pun|belum ada kak|"
            "belum nyoba",
            "niche bundling": "niche dan bundling|1 3|pake niche sama bundling",
            "niche platform": "niche sama platform",
            "niche kualitas bundling platform mandiri": "semua",
            None: "dari|banyak|satu|gamau|nanti aja|belum tau|niche belum|pernah",
        },
    ),
)
def test_typed_answers_to_a_real_step_of_many_are_understood(step: Step, text: str, wanted: str | None) -> None:
    assert read_many(text, step, SLANG) == (None if wanted is None else tuple(wanted.split()))


LASTING = Step(
    "s",
    Kind.CHOICE,
    "Sudah berapa lama?",
    "",
    choices=(
        Choice("lama", "Setahun ke atas", months=Band(12)),
        Choice("sedang", "Beberapa bulan", months=Band(3, 11)),
        Choice("baru", "Belum lama", months=Band(high=2)),
    ),
    places=False,
)


@given(st.integers(min_value=1, max_value=600), st.sampled_from(["{}bln", "udah {} bulan kak", "kira-kira {} bulanan"]))
def test_a_length_falls_in_the_choice_whose_band_holds_it(months: int, said: str) -> None:
    wanted = "baru" if months < 3 else "sedang" if months < 12 else "lama"
    assert read_choice(said.format(months), LASTING, SLANG) == wanted


@given(st.integers(min_value=1, max_value=600), st.sampled_from(["belum {} bulan", "ga nyampe {} bulan", "{} bulan?"]))
def test_a_denied_or_asked_length_is_no_answer(months: int, said: str) -> None:
    assert read_choice(said.format(months), LASTING, SLANG) is None


@each_real_step
def test_no_phrase_of_a_real_checklist_is_a_skip_or_ends_the_walk(real: Step) -> None:
    sayings = [said for choice in real.choices for said in (choice.label, *choice.says)]
    assert not [said for said in sayings if real.skip and is_skip(said, real.skip)]
    assert not [said for said in sayings if is_command_word(said) not in (None, "start")]
