package org.quietus.backup.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.backup.KeyTokens;
import org.quietus.catalog.Column;
import org.quietus.format.DumpTableName;
import org.quietus.format.Row;
import org.quietus.format.RowSource;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;
import org.quietus.subject.IdentifierType;

/** How keys in records are held against those of the database, which are integers. */
class WhoseFieldTest {
  private static final WhoseField KEY =
      new WhoseField(
          new Column("id", Column.Type.INTEGER, "bigint", 0, false, false, false, false, List.of()),
          WhoseField.Kind.KEY,
          Optional.empty(),
          List.of(0));

  @Test
  void numbersAreTheSameHoweverTheyAreHeld() {
    for (Object one :
        List.of(1L, 1, 1.0, 1.0f, new BigDecimal("1.00"), BigInteger.ONE, "1", " 1 ", "1.0")) {
      assertThat(KEY.normalised(one)).as("%s", one).contains("1");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {9007199254740992.0, 1.2345678901234568E18, -9007199254740994.0})
  void aRoundedNumberIsNoKey(double rounded) {
    assertThat(KEY.normalised(rounded)).isEmpty();
    assertThat(WholeNumber.isRounded(rounded)).isTrue();
    assertThat(WholeNumber.isRounded(Double.toString(rounded))).isTrue();
  }

  @Test
  void aNumberThatIsWrittenInFullIsNotRounded() {
    for (Object exact :
        List.of("1234567890123456789", 1234567890123456789L, new BigDecimal("1E18"), "x", "1.5")) {
      assertThat(WholeNumber.isRounded(exact)).as("%s", exact).isFalse();
    }
    assertThat(KEY.normalised("1234567890123456789")).contains("1234567890123456789");
  }

  /** Two that differ in case are two tenants, also where the database takes them for one key. */
  @Test
  void tenantsAreComparedLetterForLetter() throws Exception {
    WhoseField tenant =
        new WhoseField(
            new Column(
                "account",
                Column.Type.TEXT,
                "varchar(20)",
                20,
                false,
                false,
                false,
                false,
                List.of(),
                Optional.of("utf8mb4_general_ci")),
            WhoseField.Kind.TENANT,
            Optional.empty(),
            List.of(0));
    assertThat(tenant.values(new OneValue("ACME"), Set.of("acme"))).containsExactly("ACME");
    assertThat(tenant.values(new OneValue("7.0"), Set.of("7"))).containsExactly("7");
    assertThat(tenant.values(new OneValue("7.0"), Set.of("7.0", "7"))).containsExactly("7.0");
    assertThat(tenant.values(new OneValue(" "))).isEmpty();
  }

  /** Or a version that holds them would not be read for the person. */
  @Test
  void whatIsNotedOfARecordHasTheNumbersThatItMayBeTheRestOf() throws Exception {
    SubjectType subject =
        new SubjectType(
            "customer",
            TableName.parse("crm.customer"),
            Map.of("no", "phone"),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of());
    RecordFields fields =
        new RecordFields(
            null,
            List.of("no"),
            Map.of(subject, List.of(identifier(IdentifierType.PHONE))),
            Optional.empty());
    RecordValues values = new RecordValues(fields, new KeyTokens(new byte[32]));
    Set<Long> noted = new HashSet<>();
    values.see(new OneValue(4915112345678L), noted::add);
    for (String whole : List.of("+49 151 12345678", "04915112345678", "4915112345678")) {
      Set<Long> sought = new HashSet<>();
      values.see(new OneValue(whole), sought::add);
      assertThat(noted).as(whole).containsAll(sought).hasSize(3);
    }
  }

  private static WhoseField identifier(IdentifierType type) {
    return new WhoseField(
        new Column(
            "no", Column.Type.TEXT, "varchar(40)", 40, false, false, false, false, List.of()),
        WhoseField.Kind.IDENTIFIER,
        Optional.of(type),
        List.of(0));
  }

  private static Set<String> told(IdentifierType type, Object value, String... sought)
      throws Exception {
    return identifier(type).values(new OneValue(value), Set.of(sought));
  }

  @Test
  void anIdentifierThatWasTakenForANumberIsTheSame() throws Exception {
    for (Object one :
        List.of(
            4915112345678L,
            4915112345678.0,
            new BigDecimal("4915112345678.00"),
            "4915112345678",
            "4915112345678.0",
            "4.915112345678E12",
            "4.915112345678e+12")) {
      for (IdentifierType type : List.of(IdentifierType.PHONE, IdentifierType.ID)) {
        assertThat(told(type, one, "4915112345678"))
            .as("%s %s", type, one)
            .containsExactly("4915112345678");
      }
      assertThat(told(IdentifierType.PHONE, one)).as("%s", one).containsExactly("4915112345678");
    }
    assertThat(told(IdentifierType.PHONE, "0151.12345678")).containsExactly("015112345678");
    assertThat(told(IdentifierType.ID, "007.0", "007")).containsExactly("007");
    assertThat(told(IdentifierType.ID, "007.0", "007.0")).containsExactly("007.0");
    assertThat(told(IdentifierType.ID, "5e12", "5000000000000")).containsExactly("5e12");
  }

  @Test
  void aKeyThatIsTextAndWasTakenForANumberIsTheSame() throws Exception {
    WhoseField key =
        new WhoseField(
            new Column(
                "no", Column.Type.TEXT, "varchar(40)", 40, false, false, false, false, List.of()),
            WhoseField.Kind.KEY,
            Optional.empty(),
            List.of(0));
    for (Object one : List.of(1234567L, 1234567.0, "1234567.0", "1234567")) {
      assertThat(key.values(new OneValue(one), Set.of("1234567")))
          .as("%s", one)
          .containsExactly("1234567");
    }
  }

  @Test
  void aUuidIsTheSameHoweverItIsSpelled() throws Exception {
    String uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";
    WhoseField key =
        new WhoseField(
            new Column("id", Column.Type.UUID, "uuid", 0, false, false, false, false, List.of()),
            WhoseField.Kind.KEY,
            Optional.empty(),
            List.of(0));
    for (String one :
        List.of(
            uuid,
            "0F8FAD5B-D9CB-469F-A165-70867728950E",
            "0f8fad5bd9cb469fa16570867728950e",
            "{0F8FAD5B-D9CB-469F-A165-70867728950E}",
            "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e",
            " 0f8fad5b-d9cb-469f-a165-70867728950e\n")) {
      assertThat(key.values(new OneValue(one), Set.of(uuid))).as(one).containsExactly(uuid);
      assertThat(told(IdentifierType.ID, one, uuid)).as(one).containsExactly(uuid);
      assertThat(identifier(IdentifierType.ID).isGuessed(new OneValue(one), Set.of(uuid)))
          .isFalse();
    }
    assertThat(told(IdentifierType.ID, uuid, uuid.toUpperCase(java.util.Locale.ROOT)))
        .containsExactly(uuid.toUpperCase(java.util.Locale.ROOT));
    assertThat(key.values(new OneValue(uuid.replace("0e", "0f")), Set.of(uuid)))
        .doesNotContain(uuid);
  }

  @Test
  void anIdentifierThatIsAnIntegerIsTheSameWithZerosBefore() throws Exception {
    WhoseField id =
        new WhoseField(
            KEY.column(), WhoseField.Kind.IDENTIFIER, Optional.of(IdentifierType.ID), List.of(0));
    for (Object one : List.of("00000043", 43L, 43.0, "43.0", "+43")) {
      assertThat(id.values(new OneValue(one), Set.of("43"))).as("%s", one).containsExactly("43");
      assertThat(id.isGuessed(new OneValue(one), Set.of("43"))).as("%s", one).isFalse();
    }
    assertThat(id.isUncompared(new OneValue("1.234"))).isTrue();
    assertThat(id.values(new OneValue("430"), Set.of("43"))).doesNotContain("43");
    assertThat(told(IdentifierType.ID, "00000043", "43")).doesNotContain("43");
  }

  @Test
  void aNumberThatLacksItsPlusInTheDatabaseIsGuessed() throws Exception {
    WhoseField phone = identifier(IdentifierType.PHONE);
    for (String one : List.of("+49 151 12345678", "0049 151 12345678", "04915112345678")) {
      OneValue record = new OneValue(one);
      assertThat(phone.values(record, Set.of("4915112345678"))).containsExactly("4915112345678");
      assertThat(phone.isGuessed(record, Set.of("4915112345678"))).as(one).isTrue();
    }
  }

  @Test
  void whatStandsAroundATextIsNoPartOfIt() throws Exception {
    for (String one : List.of("'17", "=\"17\"", "17\u00a0", "\u200e17", "17\0")) {
      assertThat(KEY.values(new OneValue(one), Set.of("17"))).as(one).containsExactly("17");
      assertThat(KEY.isGuessed(new OneValue(one), Set.of("17"))).as(one).isFalse();
    }
    for (String one :
        List.of("tel:+4915551", "'+49 1555 1", "=\"004915551\"", "\u202a+4915551\u202c")) {
      assertThat(told(IdentifierType.PHONE, one, "+4915551")).as(one).containsExactly("+4915551");
      assertThat(identifier(IdentifierType.PHONE).isGuessed(new OneValue(one), Set.of("+4915551")))
          .as(one)
          .isFalse();
    }
    for (String one : List.of("'AB-1", "AB-1\n", "AB-1\0\0", "\u200bAB-1", "=\"AB-1\"")) {
      assertThat(told(IdentifierType.ID, one, "AB-1")).as(one).containsExactly("AB-1");
      assertThat(identifier(IdentifierType.ID).isGuessed(new OneValue(one), Set.of("AB-1")))
          .as("%s may be an id itself", one)
          .isTrue();
    }
    assertThat(KEY.isUncompared(new OneValue("'1.234"))).isTrue();
  }

  @Test
  void anIdentifierThatIsRoundedIsNobodysAndNamed() throws Exception {
    for (Object rounded : List.of("4.91511E+12", 1.2345678901234568E18, 16777218f)) {
      for (IdentifierType type : List.of(IdentifierType.PHONE, IdentifierType.ID)) {
        assertThat(told(type, rounded)).as("%s %s", type, rounded).isEmpty();
        assertThat(identifier(type).isUncompared(new OneValue(rounded))).isTrue();
      }
      assertThat(KEY.normalised(rounded)).isEmpty();
      assertThat(KEY.isUncompared(new OneValue(rounded))).isTrue();
    }
    assertThat(KEY.normalised("1e+05")).contains("100000");
    assertThat(KEY.normalised(16777215f)).contains("16777215");
  }

  /** A record with one value. */
  private record OneValue(Object value) implements Row {
    @Override
    public RowSource source() {
      return new RowSource(new DumpTableName(null, "records"), List.of("no"), Optional.empty());
    }

    @Override
    public long offset() {
      return 0;
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public String text(int column) {
      return value.toString();
    }

    @Override
    public List<@Nullable Object> values(int column) {
      return List.of(value);
    }

    @Override
    public byte[] bytes(int column) {
      return text(column).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean isBits(int column) {
      return false;
    }

    @Override
    public boolean isDefault(int column) {
      return false;
    }
  }
}
