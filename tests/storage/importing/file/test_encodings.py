"""Letters come out as they were written, or it is said, or asked: never "£ódzka" in silence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.importing.file.alphabets import languages_of
from db.importing.file.dialect import Overrides, examine
from db.importing.file.encodings import known_encoding, propose, telling_lines
from db.importing.planning.plan import inspect_file

CENTRAL = "company;date\nŁódzka Fabryka;1\nŠkoda Plzeň;2\nGyőri Őrség;3\n"
POLISH = "a\nŁódź\nKraków\nGdańsk\nWrocław\nPoznań\nRzeszów\nBiałystok\n"
GERMAN = "Firma;Ort\nMüller & Söhne;Nürnberg\nBäcker Weiß;Straße\nCafé Zoé;Köln\n"
WESTERN = "a;b\nCrédit Agricole;São Paulo\nMüller;Zürich\nØrsted;København\nTelefónica;Málaga\nL’Oréal;Curaçao\n"
FRENCH = "a\nSociété Générale\nÉlectricité de France\nFrançois, Nîmes, Besançon, hôtel\n"
RUSSIAN = "a;b\nГазпром;Москва\nСбербанк;Санкт-Петербург\nЯндекс;Казань\n"
TURKISH = "a\nTürk Telekom\nİstanbul Şirketi\nÇağrı Işık\nGüneş\n"
GREEK = "a\nΕθνική Τράπεζα\nΑθήνα\nΘεσσαλονίκη\n"
JAPANESE = "会社;日付\nソニー株式会社;東京\nパナソニック;大阪\n日本電気;\n"
CHINESE = "公司;日期\n阿里巴巴集团;杭州\n腾讯科技有限公司;深圳\n百度在线;\n"
TAIWANESE = "公司;日期\n台灣積體電路製造;新竹\n鴻海精密工業股份有限公司;台北\n"
KOREAN = "회사;날짜\n삼성전자;서울\n현대자동차;울산\n카카오;\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CENTRAL, "cp1250"), (POLISH, "cp1250"), (POLISH, "iso8859-2"), (CENTRAL, "iso8859-2"),
        (GERMAN, "cp1252"), (GERMAN, "mac-roman"),
        (GERMAN, "cp850"), (WESTERN, "cp1252"), (WESTERN, "mac-roman"), (FRENCH, "cp1252"), (FRENCH, "mac-roman"),
        (FRENCH, "cp850"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (RUSSIAN, "cp866"), (RUSSIAN, "iso8859-5"),
        (TURKISH, "cp1254"), (GREEK, "cp1253"), (JAPANESE, "cp932"), (JAPANESE, "euc-jp"), (CHINESE, "gb18030"),
        (TAIWANESE, "big5"), (KOREAN, "euc-kr"),
    ],
)  # fmt: skip
def test_what_nothing_marks_is_read_as_it_was_written(text, encoding):
    data = text.encode(encoding)
    name, doubt = propose(telling_lines([data]))
    assert data.decode(name) == text
    assert doubt is None or not doubt.serious


@pytest.mark.parametrize(
    ("text", "encoding"), [("name\nMüller\nNürnberg\n", "mac-roman"), ("name\nZürich\n", "mac-roman")]
)
def test_what_is_read_otherwise_is_never_read_so_in_silence(text, encoding):
    name, doubt = propose(telling_lines([text.encode(encoding)]))
    assert doubt is not None
    assert encoding in {one.encoding for one in doubt.readings} | {name}
    assert all(one.examples for one in doubt.readings)


def test_a_doubt_shows_the_same_words_in_each_reading():
    name, doubt = propose(telling_lines([CENTRAL.encode("cp1250")]))
    assert name == "cp1250"
    assert doubt is not None
    readings = {one.encoding: one.examples for one in doubt.readings}
    assert readings["cp1250"][:2] == ("Łódzka", "Plzeň")
    assert readings["cp1252"][:2] == ("£ódzka", "Plzeò")


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("Łódzka", True), ("£ódzka", False), ("Müller", True), ("MŸller", False), ("Mьller", False), ("£5m", True),
        ("L’Oréal", True), ("Stra§e", False), ("ČKD", True), ("東京", True), ("a東b", False), ("–", True),
        ("\x96", False),
    ],
)  # fmt: skip
def test_words_that_nobody_writes(word, written):
    assert bool(languages_of(word)) == written


def test_every_encoding_of_texts_can_be_chosen_and_no_other(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(CENTRAL.encode("cp1250"))
    assert examine(path).dialect.encoding == "cp1250"
    for name, read in (("latin2", "Łódzka Fabryka"), ("Windows-1252", "£ódzka Fabryka")):
        assert known_encoding(name)
        found = inspect_file(path, Overrides(encoding=name))
        assert found.encoding_doubt is None
        assert found.sample[0][1][0] == read
    assert known_encoding("cp037")
    for name in ("hex", "rot13", "base64", "idna", "punycode", "unicode_escape", "undefined", "no-such", "\0", ""):
        assert known_encoding(name) == ""


@given(st.binary(max_size=300))
def test_any_bytes_get_a_proposal(data):
    name, _ = propose(telling_lines([data]))
    assert known_encoding(name)
