"""The command line: `python -m bot [run|playground|chat|ask|check|new-article|schema|report|evaluate|migrate]`."""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
from pathlib import Path
from typing import TypeVar

from bot.content.library import Library
from bot.content.loader import inspect_knowledge, load_library
from bot.content.problems import Problem
from bot.errors import KawanError, KnowledgeError, UsageError
from bot.settings import Settings, load_settings

Built = TypeVar("Built")

_NEXT_STEPS = """
Next:
  1. Open both files in an editor and put your own words in place of every "[tulis: ...]".
  2. python -m bot check
     It names what is still to be written or to be mended, with file and line. Repeat until it says OK.
  3. python -m bot playground
     Ask for the new article there as people would; "Muat ulang" in the page reads the files again.
To undo all of it, delete the two files."""

_RARELY = (50_000, 20, 50)  # allocations between collections: an update makes thousands, nearly all freed at once
_LAST_RUN = Path("data/evaluate.json")
_KEPT = Path("data")
_NOTICE = """No TELEGRAM_BOT_TOKEN is set, so this is the playground: the whole bot, in your browser.
To go live: ask @BotFather for a token, set TELEGRAM_BOT_TOKEN and start again (README.md, "Going live").
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0, 1 (something is broken) or 2 (something was called or set wrongly)."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    gc.disable()  # until the knowledge is loaded: it is many small objects, and none of them is garbage
    try:
        return int(options.command(options, load_settings()))
    except KnowledgeError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        print(error, file=sys.stderr)
        return error.exit_code
    except KawanError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output went away
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Kawan Freelance, a Telegram bot.")
    parser.set_defaults(command=_run)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    run = commands.add_parser("run", help="serve Telegram; without TELEGRAM_BOT_TOKEN, the playground (default)")
    run.set_defaults(command=_run)
    playground = commands.add_parser("playground", help="the whole bot in a browser on this machine, no token needed")
    playground.add_argument(
        "--port", type=_port, metavar="PORT", help="where to listen; by default the first free one from PORT on"
    )
    playground.add_argument("--no-browser", action="store_true", help="print the address, but open no browser")
    playground.add_argument("--keep", action="store_true", help="keep chats and sessions in data/ for the next time")
    playground.set_defaults(command=_playground)
    _offer_ask(commands.add_parser("ask", help="answer one question, or a stream of them"))
    check = commands.add_parser("check", help="check the knowledge base, all problems at once")
    check.add_argument(
        "--samples", type=Path, metavar="FOLDER", help="sample questions that learned phrasings must not break"
    )
    check.set_defaults(command=_check)
    article = commands.add_parser("new-article", help="make the two files of a new article, every field explained")
    # Words that somebody forgot to put in quotes are taken together: the command then says what would do.
    article.add_argument("slug", nargs="+", metavar="SLUG", help="its name in links: small letters, digits, hyphens")
    article.add_argument("--title", nargs="+", metavar="WORD", help="the article's title, if it is known already")
    article.set_defaults(command=_new_article)
    schema = commands.add_parser("schema", help="write JSON Schemas of the knowledge files, for editors")
    schema.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="by default KNOWLEDGE_DIR/schema")
    schema.set_defaults(command=_schema)
    _offer_report(commands.add_parser("report", help="what was asked, what helped and what is missing"))
    evaluate = commands.add_parser("evaluate", help="measure the search on labelled questions (JSON lines)")
    evaluate.add_argument("files", nargs="+", type=Path, metavar="FILE")
    evaluate.set_defaults(command=_evaluate)
    migrate = commands.add_parser("migrate", help="bring the tables of the database to this version")
    migrate.set_defaults(command=_migrate)
    chat = commands.add_parser("chat", help="talk with the bot in the terminal, no token needed")
    chat.set_defaults(command=_chat)
    return parser


def _offer_ask(ask: argparse.ArgumentParser) -> None:
    ask.add_argument("question", help='the question; with --json, "-" reads one question a line from standard input')
    how = ask.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print the decision as one JSON object a line")
    how.add_argument("--explain", action="store_true", help="show why an entry won and what came second")
    ask.add_argument("--group", action="store_true", help="decide as on an open message in a group that it listens to")
    ask.set_defaults(command=_ask)


def _offer_report(report: argparse.ArgumentParser) -> None:
    report.add_argument("--days", type=int, choices=(7, 30), default=7, help="how many days, today among them")
    report.add_argument("--csv", type=Path, metavar="FILE", help="write all figures as a table for spreadsheets")
    report.add_argument("--picture", type=Path, metavar="FILE.png", help="draw the report")
    report.set_defaults(command=_report)


def _run(_: argparse.Namespace, settings: Settings) -> int:
    if settings.telegram_bot_token is None:
        print(_NOTICE, flush=True)
        return _play(settings)
    from bot.chat.knowledge import Knowledge
    from bot.delivery.starting import run
    from bot.log import set_up_logs
    from bot.sentry import set_up_sentry
    from bot.serve import Server
    from bot.upkeep.starting import library_to_serve

    set_up_logs(settings)
    set_up_sentry(settings)
    knowledge = _settled(Knowledge.of(library_to_serve(settings.knowledge_dir)))
    run(Server(settings, knowledge, settings.telegram_bot_token).run())
    return 0


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


def _playground(options: argparse.Namespace, settings: Settings) -> int:
    return _play(settings, options.port, keep=options.keep, browser=not options.no_browser)


def _play(settings: Settings, port: int | None = None, *, keep: bool = False, browser: bool = True) -> int:
    from bot.delivery.starting import run
    from bot.log import set_up_logs
    from bot.playground.page.ground import Kept, Passing
    from bot.playground.page.server import play
    from bot.playground.page.stage import Stage

    def tell(address: str) -> None:
        print(f"The playground: {address} (Ctrl+C ends it)", flush=True)

    set_up_logs(settings)
    print("Reading the knowledge, which takes a few seconds...", flush=True)
    stage = _settled(Stage(settings.knowledge_dir, _load(settings), Kept(_KEPT) if keep else Passing()))
    run(play(stage, port, settings.port, tell, browser=browser))
    return 0


def _migrate(_: argparse.Namespace, settings: Settings) -> int:
    from bot.delivery.starting import run
    from bot.storage.database import open_database
    from bot.storage.migrate import migrate

    async def go() -> None:
        database = open_database(settings.database_url.get_secret_value())
        try:
            before, after = await migrate(database)
        finally:
            await database.close()
        told = "had them already" if before == after else f"went from {before or 'nothing'} to {after}"
        print(f"The tables of the {database.name}: {told}.")

    run(go())
    return 0


def _chat(_: argparse.Namespace, settings: Settings) -> int:
    from bot.chat.knowledge import Knowledge
    from bot.playground.terminal import chat

    asyncio.run(chat(_settled(Knowledge.of(_load(settings)))))
    return 0


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    from bot.ask import ask_stream, read_lines
    from bot.replies.pages import Pages
    from bot.replies.plain import plain_text
    from bot.replies.verdicts import Verdicts
    from bot.search.decide import Decision
    from bot.search.engine import Search
    from bot.search.explain import explained

    if options.group and options.explain:
        raise UsageError("--explain explains what a message to the bot gets; it does not go with --group.")
    library = _load(settings)
    search = _settled(Search(library))
    ask = search.overhear if options.group else search.ask
    if options.json:
        lines = read_lines() if options.question == "-" else [options.question]
        ask_stream(ask, lines, sys.stdout)
    elif options.explain:
        print(explained(search.explain(options.question)))
    else:
        verdict = ask(options.question)
        said = Verdicts(library, Pages(library)).in_private(verdict)
        print("(silent)" if verdict.decision is Decision.SILENT else plain_text(said))
    return 0


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from bot.search.engine import Search
    from bot.search.samples import read_samples
    from bot.search.selfcheck import check_questions

    library, problems = inspect_knowledge(settings.knowledge_dir)
    warnings: list[Problem] = []
    if library is not None and not problems:
        samples = read_samples(library, options.samples)
        problems, warnings = check_questions(library, _settled(Search(library)), samples)
    _print_lines("", [*map(str, problems), *(f"warning: {warning}" for warning in warnings)])
    if library is None or problems:
        print(f"{len(problems)} problem(s)")
        return 1
    asked = sum(phrasing.entry_id is not None for phrasing in library.phrasings)
    print(
        f"OK: {len(library.articles)} articles, {len(library.entries)} entries, {asked} phrasings "
        f"and {len(library.phrasings) - asked} questions that no article answers"
    )
    return 0


def _new_article(options: argparse.Namespace, settings: Settings) -> int:
    from bot.content.scaffold import new_article

    title = " ".join(options.title) if options.title else None
    made = new_article(settings.knowledge_dir, " ".join(options.slug), title)
    _print_lines("Made:", [f"  {_from_here(path)}" for path in made])
    print(_NEXT_STEPS)
    return 0


def _schema(options: argparse.Namespace, settings: Settings) -> int:
    from bot.content.schema import FOLDER, write_schemas

    for path, changed in write_schemas(options.folder or settings.knowledge_dir / FOLDER):
        print(f"{_from_here(path)}{'' if changed else ' (as it was)'}")
    return 0


def _report(options: argparse.Namespace, settings: Settings) -> int:
    from bot.owner import read_report, tell, write_picture, write_table

    library = _load(settings)
    report = asyncio.run(read_report(settings, library, options.days))
    print(tell(report, library))
    for write, path in ((write_table, options.csv), (write_picture, options.picture)):
        if path is not None:
            write(report, library, path)
            print(f"\nWritten: {_from_here(path)}")
    return 0


def _from_here(path: Path) -> Path:
    """The path as it is shortest to type, from where the command was called."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _evaluate(options: argparse.Namespace, settings: Settings) -> int:
    from bot.history import changes, outcomes, read_history, write_history
    from bot.search.engine import Search
    from bot.search.evaluate import calibration, confusions, evaluate, read_labelled, table, tallies

    questions = read_labelled(options.files)
    search = _settled(Search(_load(settings)))
    judged = evaluate(questions, search.ask, search.overhear)
    now = outcomes(judged)
    _print_lines("", table(tallies(judged)))
    _print_lines("Taken for each other (wanted -> given):", confusions(judged))
    _print_lines("Calibration (how often the best entry of a score is right):", calibration(judged))
    _print_lines("Since the last run:", changes(read_history(_LAST_RUN), now))
    try:
        write_history(_LAST_RUN, now)
    except OSError as error:
        raise UsageError(
            f"{_LAST_RUN} cannot be written ({error.strerror}); run this where data/ may be made."
        ) from None
    return 0


def _print_lines(heading: str, lines: list[str]) -> None:
    if lines:
        print(*([f"\n{heading}"] if heading else []), *lines, sep="\n")


def _load(settings: Settings) -> Library:
    return load_library(settings.knowledge_dir)


def _settled(built: Built) -> Built:
    """Keep what was built out of garbage collection, which would walk it again and again, and switch that on."""
    gc.freeze()
    gc.set_threshold(*_RARELY)
    gc.enable()
    return built


if __name__ == "__main__":
    sys.exit(main())
