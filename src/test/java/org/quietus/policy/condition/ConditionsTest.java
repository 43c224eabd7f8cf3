package org.quietus.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.policy.Condition;

class ConditionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '$',
      textBlock =
          """
          status = 'closed'                        | status = 'closed'
          status='it''s' and a<>1 or b!=2          | status = 'it''s' AND a <> 1 OR b <> 2
          a = 1 or b = 2 and c = 3                 | a = 1 OR b = 2 AND c = 3
          (a = 1 or b = 2) and c = 3               | (a = 1 OR b = 2) AND c = 3
          not a = 1 and b = 2                      | NOT (a = 1) AND b = 2
          not (a between 1 and 2 or b in (1, 2))   | NOT (a BETWEEN 1 AND 2 OR b IN (1, 2))
          a not in ('x','y') and b not like 'x%'   | a NOT IN ('x', 'y') AND b NOT LIKE 'x%'
          a like '10!%' escape '!'                 | a LIKE '10!%' ESCAPE '!'
          a is null or b is not null               | a IS NULL OR b IS NOT NULL
          active is not true                       | active IS NOT TRUE
          active                                   | active
          not active                               | NOT (active)
          a - (b - c) * 2 = -1                     | a - ((b - c) * 2) = -1
          a - b - c > 1.5e3                        | (a - b) - c > 1.5e3
          a = 5 - -3                               | a = 5 - (-3)
          a in (1, 2) and b = 1 or c in ('x')      | a IN (1, 2) AND b = 1 OR c IN ('x')
          not a in (1, 2) and b = 1                | NOT (a IN (1, 2)) AND b = 1
          a = 5 - (-3)                             | a = 5 - (-3)
          lower( trim(a) ) = 'x'                   | LOWER(TRIM(a)) = 'x'
          coalesce(a, b, 'x') <> ''                | COALESCE(a, b, 'x') <> ''
          year(a) < 2020 and b % 2 = 0             | YEAR(a) < 2020 AND b % 2 = 0
          a < date '2020-02-29'                    | a < DATE '2020-02-29'
          a < timestamp '2020-02-29 12:00:00.5'    | a < TIMESTAMP '2020-02-29 12:00:00.5'
          `order` = 1 and `Käse` = 2               | `order` = 1 AND `Käse` = 2
          note = '-- # /* ; " @ ? : {'             | note = '-- # /* ; " @ ? : {'
          名前 = '山田 太郎😀'                       | 名前 = '山田 太郎😀'
          ((((a = 1))))                            | a = 1
          """)
  void writesWhatItUnderstoodAnew(String text, String sql) {
    assertThat(parseOrRefused(text)).isEqualTo(sql);
  }

  @Test
  void namesTheColumnsWithoutQuotesInOrder() throws InvalidCondition {
    assertThat(Conditions.parse("b = 1 and `order` > lower(a) and b < 3").columns())
        .containsExactly("b", "order", "a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "1 = 1",
        "true",
        "'a'",
        "a +",
        "a + 1",
        "a = 1; drop table customer",
        "a = 1;",
        "a = 1 -- and b = 2",
        "a = 1 --",
        "a = 5--3",
        "a = 1 # and b = 2",
        "a = 1 /* x */",
        "a = 1 /*! or 1 = 1 */",
        "a = 1 /*!50000 or 1 = 1 */",
        "a = 1 /*M! or 1 = 1 */",
        "a = 1 /*+ x */",
        "a */ = 1",
        "a = 'x\\' or 1 = 1 or b = '",
        "a = '\\'",
        "a like '10\\%'",
        "a = \"x\"",
        "\"a\" = 1",
        "a = 'x",
        "a = 'x' 'y'",
        "a = 1) or (1 = 1",
        "a = 1)",
        "(a = 1",
        "a in (select id from b)",
        "a = (select max(id) from b)",
        "exists (select 1)",
        "a = any (select 1)",
        "a = all (select 1)",
        "a in (table b)",
        "a in (values (1))",
        "a in ()",
        "a in b",
        "(a, b) in ((1, 2))",
        "(a, b) = (1, 2)",
        "row(a, b) = row(1, 2)",
        "a = @x",
        "a = @@global.sql_mode",
        "(@x := 1) = a",
        "a = ?",
        "a = ?1",
        "a = :name",
        "a = $1",
        "a = $$x$$",
        "a = q'[x]'",
        "a = sleep(10)",
        "sleep(10)",
        "a = benchmark(1000000, md5('x'))",
        "a = load_file('/etc/passwd')",
        "a = get_lock('x', 10)",
        "a = nextval('s')",
        "a = next value for s",
        "a = last_insert_id(1)",
        "a < now()",
        "a < current_date",
        "a < current_date()",
        "a < CURRENT_TIMESTAMP",
        "a < localtime",
        "a < sysdate",
        "a < sysdate()",
        "a = utc_date",
        "a = user",
        "a = current_user",
        "a = user()",
        "a = rand()",
        "a = uuid()",
        "a = rownum",
        "a = _rowid_",
        "a = default",
        "a = database()",
        "a = file_read('/etc/passwd')",
        "a = csvread('x')",
        "a = link_schema('a','b','c','d','e','f')",
        "shop.lower(a) = 'x'",
        "lower() = a",
        "lower(distinct a) = 'x'",
        "lower(a) over () = 'x'",
        "count(*) = a",
        "{fn lower(a)} = 'x'",
        "a = {d '2020-01-01'}",
        "customer.a = 1",
        "shop.customer.a = 1",
        "`customer`.`a` = 1",
        "`a``b` = 1",
        "`a b` = 1",
        "`a-b` = 1",
        "`` = 1",
        "[a] = 1",
        "a[1] = 1",
        "a->'$.x' = 1",
        "a::int = 1",
        "cast(a as int) = 1",
        "convert(a using latin1) = 'x'",
        "a collate utf8mb4_bin = 'x'",
        "a = 'x' collate utf8mb4_bin",
        "binary a = 'x'",
        "a like binary 'x'",
        "a regexp 'x'",
        "a rlike 'x'",
        "a ilike 'x'",
        "a similar to 'x'",
        "a like 'x' escape 'xy'",
        "a like 'x' escape ''",
        "a = N'x'",
        "a = _utf8'x'",
        "a = _utf8mb4 'x'",
        "a = X'41'",
        "a = 0x41",
        "a = b'01'",
        "a = e'x'",
        "a = 1.",
        "a = .5",
        "a || b",
        "a || b = 'x'",
        "a && b",
        "a xor b",
        "a & 1 = 1",
        "a | 1 = 1",
        "a ^ 1 = 1",
        "~a = 1",
        "!a",
        "a << 1 = 2",
        "a div 2 = 1",
        "a <=> 1",
        "a := 1",
        "a == 1",
        "a = b = c",
        "(a = b) = c",
        "a < b < c",
        "a = null",
        "a is unknown",
        "a is distinct from b",
        "a notnull",
        "a = b(+)",
        "a(+) = b",
        "a *= b",
        "case when a = 1 then 1 else 0 end = 1",
        "interval 1 day + a > b",
        "a + interval 1 day > b",
        "a = date '20-1-1'",
        "a = time '12:00:00'",
        "a = timestamp '2020-01-01'",
        "a = 1 into outfile '/tmp/x'",
        "a = 1 into @x",
        "a = 1 for update",
        "a = 1 limit 1",
        "a = 1 order by a",
        "a = 1 group by a",
        "a = 1 union select 1",
        "a = 1 procedure analyse()",
        "match(a) against ('x')",
        "a member of (b)",
        "a sounds like 'x'",
        "prior a = 1",
        "a at time zone 'UTC' = b",
        "extract(year from a) = 1",
        "trim(both 'x' from a) = 'x'",
        "if(a, b, c)",
        "a = 1 , b = 2",
        "a, b",
        "*",
        "a = *",
        "a = 1\u0000",
        "a = 'x\u0000'",
        "a = 'x\ny'",
        "a\u00a0= 1",
        "a\u3000= 1",
        "a\u200b= 1",
        "a = \u20181\u2019",
        "a = 1\u037e drop table b",
        "a \uff1d 1",
      })
  void refuses(String text) {
    assertThat(parseOrRefused(text)).isEqualTo("(refused)");
  }

  @Test
  void namesAnOperatorAsItIsWritten() {
    assertThatThrownBy(() -> Conditions.parse("a <=> 1"))
        .isInstanceOf(InvalidCondition.class)
        .hasMessageContaining("the operator <=>");
  }

  @Test
  void quotesNoLiteralInItsReasons() {
    for (String text :
        List.of("a = md5('geheim')", "a = X'geheim'", "geheim", "a geheim 'geheim'")) {
      try {
        Conditions.parse(text);
      } catch (InvalidCondition e) {
        assertThat(e.getMessage()).doesNotContainIgnoringCase("geheim");
      }
    }
  }

  @Test
  void namesTheFunctionAndThoseAllowed() {
    assertThatExceptionOfType(InvalidCondition.class)
        .isThrownBy(() -> Conditions.parse("a < now()"))
        .withMessageContaining("NOW")
        .withMessageContaining("COALESCE");
  }

  @Test
  void settlesDeepAndLongTextsQuickly() {
    assertThat(parseOrRefused("(".repeat(20) + "a = 1" + ")".repeat(20))).isEqualTo("a = 1");
    assertThat(parseOrRefused("(".repeat(21) + "a = 1" + ")".repeat(21))).isEqualTo("(refused)");
    assertThat(parseOrRefused("not ".repeat(900) + "a")).isNotNull();
    assertThat(parseOrRefused("a = 1" + " and a = 1".repeat(390))).startsWith("a = 1 AND a = 1");
    assertThat(parseOrRefused("a = 1" + " or a = 1".repeat(1000))).isEqualTo("(refused)");
  }

  @Test
  void leavesItToWhoeverRunsItHowColumnsAndFunctionsAreWritten() throws Exception {
    Condition condition =
        Conditions.parse("`and` = 'a' and lower(s) = date '2026-01-31' and date(date) is null");
    assertThat(condition.columns()).containsExactly("and", "s", "date");
    assertThat(
            condition.render(
                part ->
                    part instanceof Condition.ColumnName column
                        ? "[" + column.name() + "]"
                        : part instanceof Condition.FunctionName function
                            ? "f_" + function.written()
                            : part.written()))
        .isEqualTo("[and] = 'a' AND f_LOWER([s]) = DATE '2026-01-31' AND f_DATE([date]) IS NULL");
  }

  /** The written text must be a fixed point: what it means cannot drift when it is read again. */
  @Test
  @DisplayName("random conditions are written so that they read the same, and select the same rows")
  void writesFixedPoints() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:");
        Statement sql = h2.createStatement()) {
      sql.execute("CREATE TABLE t (a INT, b INT, c INT, s VARCHAR(20))");
      sql.execute(
          "INSERT INTO t SELECT MOD(x, 5), MOD(x, 7), NULLIF(MOD(x, 3), 0),"
              + " CHAR(65 + MOD(x, 4)) FROM SYSTEM_RANGE(1, 200)");
      for (int i = 0; i < 500; i++) {
        String text = "s >= 'B' and " + truth(random, 4) + " or a = 1";
        Condition condition = Conditions.parse(text);
        assertThat(Conditions.parse("(" + condition.text() + ")"))
            .as("seed %d", seed)
            .isEqualTo(condition);
        assertThat(rows(sql, condition.text()))
            .as("seed %d: %s", seed, text)
            .isEqualTo(rows(sql, text));
      }
    }
  }

  /** Whatever is thrown at it, it accepts only what stays one boolean expression in parentheses. */
  @Test
  void survivesRandomAttacks() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String[] pieces = {
      "a",
      "s",
      "=",
      "'",
      "''",
      "'x'",
      "(",
      ")",
      ";",
      "--",
      "/*",
      "*/",
      "#",
      "\\",
      "\\'",
      "\"",
      "`",
      " ",
      "\n",
      "or",
      "and",
      "not",
      "1",
      "in",
      "select",
      "sleep(1)",
      "lower(",
      ",",
      "is null",
      "0x27",
      "@x",
      "?",
      ":p",
      "{",
      "}",
      "%",
      "like",
      "escape",
      "between",
      "_utf8",
      "N",
      "b'",
      "x'",
      "!",
      "<",
      ">",
      "+",
      "-",
      "/",
      ".",
      "null",
      "true",
      "date ",
      "u",
      "$$",
      "|",
      "&",
      "collate",
      "into",
      "union"
    };
    int accepted = 0;
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:");
        Statement sql = h2.createStatement()) {
      sql.execute("CREATE TABLE t (a INT, b INT, c INT, s VARCHAR(20))");
      sql.execute("INSERT INTO t VALUES (1, 1, 1, 'x')");
      for (int i = 0; i < 6000; i++) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "a = 1 " : "");
        for (int n = random.nextInt(1, 7); n > 0; n--) {
          text.append(pieces[random.nextInt(pieces.length)])
              .append(random.nextBoolean() ? " " : "");
        }
        String written = parseOrRefused(text.toString());
        if (!written.equals("(refused)")) {
          accepted++;
          assertThat(Conditions.parse(written).text())
              .as("seed %d: %s", seed, text)
              .isEqualTo(written);
          staysInside(sql, seed, written);
        }
      }
    }
    assertThat(accepted).as("seed %d", seed).isPositive();
  }

  /** What broke out of its parentheses would let rows through that {@code AND 1 = 0} forbids. */
  private static void staysInside(Statement sql, long seed, String condition) {
    String query = "SELECT 1 FROM t WHERE (" + condition + ") AND 1 = 0";
    try (ResultSet rows = sql.executeQuery(query)) {
      assertThat(rows.next()).as("seed %d: %s", seed, condition).isFalse();
    } catch (SQLException e) {
      assertThat(e.getErrorCode()).as("refused when compiled: %s", condition).isNotZero();
    }
  }

  private static List<String> rows(Statement sql, String condition) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet r = sql.executeQuery("SELECT _ROWID_ FROM t WHERE (" + condition + ")")) {
      while (r.next()) {
        rows.add(r.getString(1));
      }
    }
    return rows;
  }

  private static String truth(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 ->
          value(random, 2) + pick(random, " = ", " <> ", "!=", " < ", ">=") + value(random, 2);
      case 1 ->
          value(random, 1) + pick(random, " in ", " NOT IN ") + "(1, 2, " + value(random, 1) + ")";
      case 2 -> value(random, 1) + pick(random, "", " not") + " between 1 and " + value(random, 1);
      case 3 -> "s" + pick(random, "", " not") + " like '%" + pick(random, "A", "B_", "") + "'";
      case 4 -> pick(random, "a", "b", "c") + pick(random, " is null", " is not null");
      case 5 -> "upper(s) = 'A'";
      case 6 -> truth(random, depth - 1) + " AND " + truth(random, depth - 1);
      case 7 -> truth(random, depth - 1) + " or " + truth(random, depth - 1);
      default -> pick(random, "NOT (", "(") + truth(random, depth - 1) + ")";
    };
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 3)) {
      case 0 -> "a";
      case 1 -> pick(random, "b", "c");
      case 2 -> String.valueOf(random.nextInt(8));
      case 3 ->
          "("
              + value(random, depth - 1)
              + pick(random, "+", " - ", "*")
              + value(random, depth - 1)
              + ")";
      case 4 ->
          value(random, depth - 1) + pick(random, " + ", " - ", " * ") + value(random, depth - 1);
      default -> "coalesce(" + value(random, depth - 1) + ", " + random.nextInt(3) + ")";
    };
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static String parseOrRefused(String text) {
    try {
      return Conditions.parse(text).text();
    } catch (InvalidCondition e) {
      return "(refused)";
    }
  }
}
