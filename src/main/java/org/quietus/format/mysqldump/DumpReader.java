package org.quietus.format.mysqldump;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.quietus.format.Compression;
import org.quietus.format.DumpTable;
import org.quietus.format.Ending;
import org.quietus.format.ForeignFile;
import org.quietus.format.NotADump;
import org.quietus.format.Reading;
import org.quietus.format.SqlToken;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;
import org.quietus.format.Window;

/** Walks a dump statement by statement, and hands over its INSERT and REPLACE statements. */
final class DumpReader {
  private static final byte[] SEMICOLON = {';'};
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final Set<String> CONTENT = Set.of("INSERT", "REPLACE", "CREATE");
  private static final Set<String> PREPARING = Set.of("SET", "PREPARE", "EXECUTE");
  private static final Set<String> POSITIONS =
      Set.of("GTID_PURGED", "GTID_SLAVE_POS", "GTID_BINLOG_POS");
  private static final int LONGEST_KEYWORD = 16;

  private final Window window;
  private final Session session;
  private final DumpNames names;
  private final InsertRewriter inserts;
  private final Lexer lexer;
  private final DumpFrame frame = new DumpFrame();
  private final BulkLoading bulkLoading = new BulkLoading();
  private byte[] delimiter = SEMICOLON;
  private boolean anything;
  private int keywordEnd;

  DumpReader(Window window, Session session, DumpNames names, InsertRewriter inserts) {
    this.window = window;
    this.session = session;
    this.names = names;
    this.inserts = inserts;
    this.lexer = new Lexer(window, session);
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
        window.more(Window.LOOKAHEAD);
        int known = Math.min(window.end, window.at + Window.LOOKAHEAD);
        position(Arrays.copyOfRange(window.bytes, window.at, known));
        lexer.blockComment();
      } else {
        statement();
      }
      lexer.whitespace();
    }
    window.pass(window.at);
    if (!anything) {
      throw new NotADump("the text holds no statement", window.offset());
    }
    Ending ending = frame.ending(session, window.offset());
    return new Reading(names.schema(), ending, window.offset());
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
    ForeignFile.refuse(window);
    if (window.at("<?xml".getBytes(Charsets.DEFAULT))) {
      throw new UnsupportedDump("a dump of the --xml format cannot be rewritten", window.offset());
    }
    if (window.at(new byte[] {(byte) 0xff, (byte) 0xfe})) {
      throw new UnsupportedDump(
          "a dump in UTF-16, as a PowerShell redirection makes it; dump with --result-file",
          window.offset());
    }
  }

  private void comment() throws IOException {
    window.hold("a comment");
    lexer.line();
    byte[] line = Arrays.copyOfRange(window.bytes, window.held, window.at);
    if (frame.comment(line, window.offset())) {
      names.begin();
      session.begin();
      inserts.forgetHead();
    }
    DumpFrame.database(line).ifPresent(names::headed);
    DumpFrame.rows(line, session.charset()).ifPresent(names::rows);
    position(line);
    if (DumpFrame.isFilter(line)) {
      names.filter(new String(line, StandardCharsets.UTF_8));
    }
    window.release();
  }

  private void position(byte[] comment) {
    if (DumpFrame.isPosition(comment)) {
      names.position();
    }
  }

  private void statement() throws IOException {
    if (window.at(delimiter)) {
      window.at += delimiter.length;
      return;
    }
    window.hold("a statement");
    window.more(Window.LOOKAHEAD);
    boolean conditional = Lexer.conditionalPrefix(window.bytes, window.at, window.end) > 0;
    String keyword = keyword();
    if (!PREPARING.contains(keyword)) {
      bulkLoading.forget();
    }
    if (CONTENT.contains(keyword)) {
      frame.content(session);
    }
    if (keyword.equals("CHANGE")) {
      names.position();
    }
    switch (keyword) {
      case "INSERT", "REPLACE" -> insert(conditional);
      case "DELIMITER" -> delimiter();
      case "CREATE", "SET", "USE" -> follow(conditional, keyword);
      default -> skip(keyword);
    }
    window.release();
    anything = true;
  }

  private String keyword() {
    int start = window.at + Lexer.conditionalPrefix(window.bytes, window.at, window.end);
    while (start < window.end
        && (Lexer.isSpace(window.bytes[start])
            || (window.bytes[start] >= '0' && window.bytes[start] <= '9'))) {
      start++;
    }
    int end = start;
    while (end < window.end
        && end - start < LONGEST_KEYWORD
        && Character.isLetter(window.bytes[end] & 0x7f)
        && window.bytes[end] > 0) {
      end++;
    }
    keywordEnd = end;
    return new String(window.bytes, start, end - start, Charsets.DEFAULT).toUpperCase(Locale.ROOT);
  }

  private void insert(boolean conditional) throws IOException {
    if (conditional) {
      throw new UnsupportedDump("an INSERT inside a comment", window.offset());
    }
    inserts.insert(delimiter);
  }

  private void skip(String keyword) throws IOException {
    if (OtherStatement.isHarmless(keyword)) {
      window.release();
      lexer.statement(delimiter);
      return;
    }
    if (OtherStatement.isKnown(keyword)) {
      long offset = window.offset();
      lexer.statement(delimiter);
      List<SqlToken> tokens = tokens();
      if (!PREPARING.contains(keyword) || !bulkLoading.goesOn(condition(), tokens)) {
        OtherStatement.check(keyword, tokens, names, offset);
      }
      inserts.forgetHead();
      return;
    }
    if (!anything) {
      throw new NotADump("the object does not begin like a dump", window.offset());
    }
    if (keywordEnd == window.end || !window.more(2)) {
      throw new Truncated("the dump ends inside a statement", window.offset());
    }
    throw new UnsupportedDump("a statement that dumps do not hold", window.offset());
  }

  private void delimiter() throws IOException {
    lexer.line();
    if (window.bytes[window.at - 1] != '\n') {
      throw new Truncated("the dump ends inside a DELIMITER line", window.offset());
    }
    int start = window.held + "DELIMITER".length();
    String text = new String(window.bytes, start, window.at - start, Charsets.DEFAULT).strip();
    if (text.isEmpty()) {
      throw new UnsupportedDump("a DELIMITER line without a delimiter", window.offset());
    }
    delimiter = text.getBytes(Charsets.DEFAULT);
  }

  private void follow(boolean conditional, String keyword) throws IOException {
    long offset = window.offset();
    lexer.statement(delimiter);
    List<SqlToken> tokens = tokens();
    inserts.forgetHead();
    switch (keyword) {
      case "SET" -> {
        session.set(tokens, offset);
        if (tokens.stream().anyMatch(DumpReader::isPosition)) {
          names.position();
        }
        bulkLoading.set(condition(), tokens);
      }
      case "USE" -> {
        if (tokens.size() != 2) {
          throw new UnsupportedDump(
              "a USE statement that does not end where its name does", offset);
        }
        names.use(tokens.get(1).text(), offset);
      }
      default -> {
        Optional<DumpTable> created = CreateTable.parse(tokens, names, offset);
        if (!conditional) {
          created.ifPresent(
              table ->
                  names.declare(
                      new DeclaredTable(
                          table, ColumnCharsets.of(tokens), session.client(), session.zone())));
        }
      }
    }
  }

  /** Whether it is the variable that says which transactions a dump has. */
  private static boolean isPosition(SqlToken token) {
    return token.kind() != SqlToken.Kind.STRING
        && POSITIONS.contains(token.text().toUpperCase(Locale.ROOT).replaceFirst(".*[.@]", ""));
  }

  /** On which version of the server the statement that is held depends, as it begins. */
  private String condition() {
    int end = window.held + Lexer.conditionalPrefix(window.bytes, window.held, window.at);
    while (end > window.held
        && end < window.at
        && window.bytes[end] >= '0'
        && window.bytes[end] <= '9') {
      end++;
    }
    return new String(window.bytes, window.held, end - window.held, Charsets.DEFAULT);
  }

  /** Of the statement that is held. */
  private List<SqlToken> tokens() {
    return SqlTokens.of(
        Arrays.copyOfRange(window.bytes, window.held, window.at - delimiter.length), session);
  }
}
