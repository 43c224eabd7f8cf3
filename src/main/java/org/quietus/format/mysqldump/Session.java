package org.quietus.format.mysqldump;

import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.format.SqlToken;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;

/**
 * The session settings that change how a dump reads, followed through its SET statements: {@code
 * sql_mode}, {@code character_set_client} and {@code time_zone}, put aside in user variables and
 * taken back.
 */
final class Session {
  private static final String MODE = "SQL_MODE";
  private static final String CLIENT = "CHARACTER_SET_CLIENT";
  private static final String ZONE = "TIME_ZONE";
  private static final String UNDECLARED = "";
  private static final Set<String> SCOPES = Set.of("SESSION", "LOCAL", "GLOBAL");

  /** Of what is set for later sessions alone. */
  private static final Set<String> NOT_OURS =
      Set.of("GLOBAL", "@@GLOBAL", "PERSIST", "@@PERSIST", "PERSIST_ONLY", "@@PERSIST_ONLY");

  private static final Set<String> ANSI =
      Set.of("ANSI", "ANSI_QUOTES", "ORACLE", "MSSQL", "DB2", "MAXDB", "POSTGRESQL");

  private final Map<String, String> settings =
      new HashMap<>(Map.of(MODE, "", CLIENT, UNDECLARED, ZONE, ""));
  private final Map<String, String> variables = new HashMap<>();
  private final Set<String> owed = new HashSet<>();
  private final Set<String> savedNow = new HashSet<>();
  private boolean savedAny;
  private final Kind kind;
  private Optional<String> client = Optional.empty();
  private boolean backslashEscapes = true;
  private boolean ansiQuotes;
  private boolean unconverted;
  private boolean declared;
  private Charset charset = Charsets.DEFAULT;
  private @Nullable Spelling spelling;

  /** Which files are read. */
  enum Kind {
    /** Each with its rows, and in one character set. */
    WHOLE,
    /** Of a dump whose rows lie in other files, as {@code --tab} writes them. */
    WITHOUT_ROWS,
    /** Of a tool that has each value in the character set of its column. */
    UNCONVERTED
  }

  Session(Kind kind) {
    this.kind = kind;
  }

  /** What SET NAMES said last. */
  Optional<String> client() {
    return client;
  }

  boolean backslashEscapes() {
    return backslashEscapes;
  }

  boolean ansiQuotes() {
    return ansiQuotes;
  }

  /** Of names, comments and string literals from here on. */
  Charset charset() {
    return charset;
  }

  /** How values are spelled from here on. */
  Spelling spelling() {
    if (spelling == null) {
      spelling = new Spelling(backslashEscapes, ansiQuotes, charset, zone(), List.of());
    }
    return spelling;
  }

  /** Whether each value is in the character set of its column. */
  boolean unconverted() {
    return unconverted;
  }

  Optional<ZoneId> zone() {
    String name = settings.getOrDefault(ZONE, "");
    try {
      String padded =
          name.matches("[+-]\\d:\\d\\d") ? name.charAt(0) + "0" + name.substring(1) : name;
      return name.isEmpty() ? Optional.empty() : Optional.of(ZoneId.of(padded));
    } catch (DateTimeException e) {
      return Optional.empty(); // SYSTEM, or a name of that server alone
    }
  }

  /** Whether the dump says which character set that is. */
  boolean charsetDeclared() {
    return declared;
  }

  /** Another dump begins behind the first, which has declared no character set yet. */
  void begin() {
    spelling = null;
    settings.put(CLIENT, UNDECLARED);
    settings.put(ZONE, "");
    declared = false;
    charset = Charsets.DEFAULT;
  }

  /** Whether a setting that was put aside in an {@code @OLD_…} variable is still there. */
  boolean owesSettings() {
    return !owed.isEmpty();
  }

  /** Whether every setting that was put aside has been given back, and there was one. */
  boolean settled() {
    return savedAny && owed.isEmpty();
  }

  /** Takes note of a statement that is not of a dump's end. */
  void goesOn() {
    savedAny &= !owed.isEmpty();
  }

  /** Follows one SET statement, given from the word SET on. */
  void set(List<SqlToken> statement, long offset) throws UnsupportedDump, Truncated {
    if (statement.size() > 1 && statement.get(1).is("STATEMENT")) {
      throw new UnsupportedDump("a statement that dumps do not hold: SET STATEMENT", offset);
    }
    List<SqlToken> assignment = new ArrayList<>();
    savedNow.clear();
    int depth = 0;
    for (SqlToken token : statement.subList(1, statement.size())) {
      depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
      if ((token.is(',') && depth == 0) || token.is(';')) {
        assign(assignment, offset);
        assignment.clear();
      } else {
        assignment.add(token);
      }
    }
    assign(assignment, offset);
    refresh(offset);
  }

  private void assign(List<SqlToken> tokens, long offset) throws UnsupportedDump, Truncated {
    if (tokens.size() > 1 && (tokens.get(0).is("NAMES") || tokens.get(0).is("CHARSET"))) {
      settings.put(CLIENT, tokens.get(1).text());
      client = Optional.of(tokens.get(1).text().toLowerCase(Locale.ROOT));
      return;
    }
    if (tokens.size() > 2 && tokens.get(0).is("CHARACTER") && tokens.get(1).is("SET")) {
      settings.put(CLIENT, tokens.get(2).text());
      return;
    }
    int equals = 0;
    while (equals < tokens.size() && !tokens.get(equals).is('=')) {
      equals++;
    }
    if (equals == 0 || equals >= tokens.size()) {
      return;
    }
    int end = tokens.get(equals - 1).is(':') ? equals - 1 : equals;
    String target = setting(tokens.subList(0, end));
    List<SqlToken> value = tokens.subList(equals + 1, tokens.size());
    value.forEach(token -> owed.remove(upper(token)));
    if (NOT_OURS.contains(upper(tokens.get(0)))) {
      return;
    }
    if (target.startsWith("@")) {
      save(target, setting(value), offset);
    } else if (kind != Kind.WITHOUT_ROWS && target.equals(MODE) && isTabSeparated(value)) {
      throw new UnsupportedDump("a dump of the --tab format keeps its rows in other files", offset);
    } else if (settings.containsKey(target)) {
      settings.put(target, valueOf(target, value, offset));
    }
  }

  private void save(String variable, String setting, long offset) throws Truncated {
    if (owed.contains(variable)) {
      throw new Truncated("another dump begins before one restores the session's settings", offset);
    }
    String value = settings.get(setting);
    if (value == null) {
      variables.remove(variable);
    } else {
      variables.put(variable, value);
    }
    if (variable.startsWith("@OLD_")) {
      owed.add(variable);
      savedNow.add(variable);
      savedAny = true;
    }
  }

  /**
   * Both tools empty {@code sql_mode} in the statement of a {@code --tab} dump's header that puts
   * it aside, and only there.
   */
  private boolean isTabSeparated(List<SqlToken> value) {
    return savedNow.contains("@OLD_SQL_MODE")
        && !owed.contains("@OLD_UNIQUE_CHECKS")
        && value.size() == 1
        && value.get(0).kind() == SqlToken.Kind.STRING
        && value.get(0).text().isEmpty();
  }

  private String valueOf(String target, List<SqlToken> value, long offset) throws UnsupportedDump {
    boolean plain = value.size() == 1 || (!value.isEmpty() && value.get(0).is("IFNULL"));
    for (SqlToken token : value) {
      String saved = variables.get(upper(token));
      if (plain && token.kind() == SqlToken.Kind.WORD && saved != null) {
        return saved;
      }
    }
    if (value.size() == 1 && !value.get(0).text().startsWith("@")) {
      return value.get(0).text();
    }
    if (target.equals(ZONE)) {
      return "";
    }
    throw new UnsupportedDump("the value that " + target + " is set to cannot be known", offset);
  }

  private void refresh(long offset) throws UnsupportedDump {
    spelling = null;
    String mode = settings.getOrDefault(MODE, "").toUpperCase(Locale.ROOT);
    if (mode.matches("\\d*[1-9]\\d*")) {
      throw new UnsupportedDump("sql_mode is set by a number", offset);
    }
    List<String> modes = List.of(mode.split(",", -1));
    backslashEscapes = !modes.contains("NO_BACKSLASH_ESCAPES");
    ansiQuotes = modes.stream().anyMatch(ANSI::contains);
    String client = settings.getOrDefault(CLIENT, "");
    declared = !client.equals(UNDECLARED);
    if (!declared) {
      charset = Charsets.DEFAULT;
      return;
    }
    unconverted = kind == Kind.UNCONVERTED && client.equalsIgnoreCase("binary");
    if (unconverted) {
      charset = Charsets.DEFAULT; // names are in UTF-8 all the same
      return;
    }
    charset =
        Charsets.named(client)
            .orElseThrow(
                () ->
                    new UnsupportedDump(
                        "character set "
                            + (client.matches("\\w{1,32}") ? client : "of unknown name")
                            + " cannot be read safely; dump with"
                            + " --default-character-set=utf8mb4",
                        offset));
  }

  /** The last word in capitals, without scope: {@code @@SESSION.sql_mode} gives SQL_MODE. */
  private static String setting(List<SqlToken> name) {
    String last = name.isEmpty() ? "" : upper(name.get(name.size() - 1));
    String bare = last.startsWith("@@") ? last.substring(2) : last;
    return SCOPES.contains(bare) ? "" : bare;
  }

  private static String upper(SqlToken token) {
    return token.text().toUpperCase(Locale.ROOT);
  }
}
