package org.quietus.format.pgdump;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.format.Compression;
import org.quietus.format.ForeignFile;
import org.quietus.format.NotADump;
import org.quietus.format.Reading;
import org.quietus.format.SqlToken;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;
import org.quietus.format.Window;

/** Walks a dump statement by statement, and hands over those that hold rows. */
final class DumpStatements {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /** What stands before the rows of each table, also of one that has none. */
  private static final Pattern ROWS =
      Pattern.compile(
          "-- Data for Name: (?<table>.+); Type: TABLE DATA; Schema: (?<schema>.+?); Owner: .*",
          Pattern.DOTALL);

  private final Window window;
  private final Relations relations;
  private final Settings settings = new Settings();
  private final DumpEnds ends = new DumpEnds();
  private final SqlLexer lexer;
  private final CopyRows copies;
  private final InsertRows inserts;
  private final OtherStatements others;
  private final PsqlCommands commands;
  private boolean anything;

  DumpStatements(Window window, Relations relations, RowsTo rows) {
    this.window = window;
    this.relations = relations;
    this.lexer = new SqlLexer(window, settings);
    this.copies = new CopyRows(window, lexer, settings, relations, rows);
    this.inserts = new InsertRows(window, lexer, settings, relations, rows);
    this.others = new OtherStatements(settings, relations);
    this.commands = new PsqlCommands(settings, relations, ends);
  }

  /** Reads to the end of the input. */
  Reading read() throws IOException {
    if (window.at(BYTE_ORDER_MARK)) {
      window.at += BYTE_ORDER_MARK.length;
    }
    lexer.whitespace();
    refuseOtherFormats();
    while (window.more()) {
      if (lexer.atLineComment()) {
        comment();
      } else if (lexer.atBlockComment()) {
        lexer.blockComment();
      } else if (window.bytes[window.at] == '\\') {
        command();
      } else if (window.bytes[window.at] == ';') {
        window.at++;
      } else {
        statement();
      }
      lexer.whitespace();
    }
    window.pass(window.at);
    if (!anything) {
      throw new NotADump("the text holds no statement", window.offset());
    }
    return new Reading(relations.schema(), ends.ending(window.offset()), window.offset());
  }

  private void refuseOtherFormats() throws IOException {
    if (!window.more()) {
      throw new NotADump("the object is empty", window.offset());
    }
    for (Compression compression : Compression.values()) {
      if (window.at(compression.magic())) {
        throw new UnsupportedDump(compression.refusal(), window.offset());
      }
    }
    if (begins("PGDMP") || begins("toc.dat\0")) {
      throw new UnsupportedDump(
          "an archive of pg_dump's format custom, directory or tar; dump with --format=plain, or"
              + " convert it with pg_restore -f FILE",
          window.offset());
    }
    ForeignFile.refuse(window);
    if (window.at(new byte[] {(byte) 0xff, (byte) 0xfe})) {
      throw new UnsupportedDump(
          "a dump in UTF-16, as a PowerShell redirection makes it; dump with --file",
          window.offset());
    }
  }

  private boolean begins(String magic) throws IOException {
    return window.at(magic.getBytes(StandardCharsets.US_ASCII));
  }

  private void comment() throws IOException {
    window.hold("a comment");
    lexer.line();
    byte[] line = Arrays.copyOfRange(window.bytes, window.held, window.at);
    ends.comment(line, window.offset());
    String text = new String(line, StandardCharsets.ISO_8859_1);
    Matcher rows = ROWS.matcher(new String(line, settings.charset()));
    if (rows.matches()) {
      relations.announced(rows.group("schema"), rows.group("table"));
    }
    if (text.startsWith("-- MySQL dump") || text.startsWith("-- MariaDB dump")) {
      throw new UnsupportedDump("a dump by mysqldump, not by pg_dump", window.offset());
    }
    window.release();
  }

  private void command() throws IOException {
    window.hold("a command of psql");
    long offset = window.offset();
    lexer.line();
    byte[] line = Arrays.copyOfRange(window.bytes, window.held, window.at);
    window.release();
    commands.follow(new String(line, StandardCharsets.UTF_8), offset);
    inserts.forgetHead();
  }

  private void statement() throws IOException {
    window.hold("a statement");
    long offset = window.offset();
    switch (keyword()) {
      case "insert" -> {
        ends.content();
        inserts.insert();
      }
      case "copy" -> {
        ends.content();
        copies.copy();
        inserts.forgetHead();
      }
      default -> {
        other(offset);
        inserts.forgetHead();
      }
    }
    window.release();
    anything = true;
  }

  private void other(long offset) throws IOException {
    String keyword = keyword();
    if (!OtherStatements.isKnown(keyword)) {
      if (!anything) {
        throw new NotADump("the object does not begin like a dump", offset);
      }
      lexer.statement();
      throw new UnsupportedDump(
          "a statement that dumps do not hold: " + keyword.toUpperCase(Locale.ROOT), offset);
    }
    if (keyword.equals("create")) {
      ends.content();
    }
    lexer.statement();
    List<SqlToken> tokens =
        Tokens.of(Arrays.copyOfRange(window.bytes, window.held, window.at - 1), settings);
    others.follow(tokens, offset);
  }

  /** The first word of the statement that is held. */
  private String keyword() throws IOException {
    int start = window.at - window.held;
    String word = lexer.word();
    boolean ended = !window.more();
    window.at = window.held + start;
    if (ended && anything) {
      throw new Truncated("the dump ends inside a statement", window.offset());
    }
    return word;
  }
}
