package org.quietus.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.Comments;
import org.quietus.catalog.Table;

/** What names, types and comments say, in several languages and spellings. */
class NamesTest {

  @ParameterizedTest
  @CsvSource({
    "email, EMAIL, CERTAIN",
    "EMAIL_ADDRESS, EMAIL, CERTAIN",
    "customerEmail, EMAIL, CERTAIN",
    "e-mail, EMAIL, CERTAIN",
    "email_1, EMAIL, CERTAIN",
    "comment_author_email, EMAIL, CERTAIN",
    "kundenemail, EMAIL, LIKELY",
    "courriel, EMAIL, CERTAIN",
    "correo_electronico, EMAIL, CERTAIN",
    "youxiang, EMAIL, CERTAIN",
    "用户邮箱, EMAIL, CERTAIN",
    "phone, PHONE, CERTAIN",
    "Telefonnummer, PHONE, CERTAIN",
    "numéro_téléphone, PHONE, CERTAIN",
    "móvil, PHONE, LIKELY",
    "shouji_hao, PHONE, CERTAIN",
    "lianxi_fangshi, PHONE, LIKELY",
    "first_name, NAME, CERTAIN",
    "LASTNAME, NAME, CERTAIN",
    "prénom, NAME, CERTAIN",
    "Nachname, NAME, CERTAIN",
    "apellidos, NAME, CERTAIN",
    "sobrenome, NAME, CERTAIN",
    "cognome, NAME, CERTAIN",
    "achternaam, NAME, CERTAIN",
    "真实姓名, NAME, CERTAIN",
    "sfzh, ID_NUMBER, CERTAIN",
    "passport_no, ID_NUMBER, CERTAIN",
    "codice_fiscale, ID_NUMBER, CERTAIN",
    "iban, BANK_ACCOUNT, CERTAIN",
    "creditCardNumber, CARD, CERTAIN",
    "last_login_ip, IP, LIKELY",
    "remoteAddr, IP, LIKELY",
    "Straße, ADDRESS, LIKELY",
    "home_address, ADDRESS, CERTAIN",
    "address, ADDRESS, POSSIBLE",
    "diagnosis, HEALTH, CERTAIN",
    "religion, SPECIAL, CERTAIN",
    "imei, DEVICE, LIKELY",
    "mac_address, DEVICE, LIKELY",
    "password_hash, CREDENTIAL, LIKELY",
    "Kennzeichen, VEHICLE, LIKELY",
    "bemerkung, FREE_TEXT, POSSIBLE",
    "created_by, ACTOR, POSSIBLE"
  })
  void saysWhatItIs(String name, Kind kind, Level level) {
    assertThat(sign(name, Column.Type.TEXT, 200))
        .hasValueSatisfying(
            sign -> {
              assertThat(sign.kind()).isEqualTo(kind);
              assertThat(sign.level()).isEqualTo(level);
              assertThat(sign.why()).contains("by its name: ");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "name",
    "title",
    "city",
    "status",
    "price",
    "email_template",
    "phone_model",
    "address_type",
    "file_name",
    "table_name",
    "host_address",
    "email_id_type",
    "description",
    "zip_file_size",
    "is_email",
    "email_count",
    "ip_version",
    "password_policy",
    "location_type",
    "url",
    "currency",
    "country_code",
    "barcode",
    "telemetry",
    "shipping_method",
    "namespace",
    "relation",
    "headline"
  })
  void ordinaryNamesSayNothing(String name) {
    assertThat(sign(name, Column.Type.TEXT, 200)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "customer_email, customer email",
    "customerEmail, customer email",
    "IPAddress, ip address",
    "eMail2Address, e mail address",
    "FIRST_NAME, first name",
    "Straße-Nr, strasse nr",
    "2023-backup, backup",
    "éMail, e mail"
  })
  void namesAreCutIntoWords(String name, String words) {
    assertThat(String.join(" ", NameWords.of(name).words())).isEqualTo(words);
  }

  @Test
  void whatAColumnCannotHoldItDoesNotSay() {
    assertThat(sign("email", Column.Type.BOOLEAN, 0)).isEmpty();
    assertThat(sign("email", Column.Type.TEXT, 1)).isEmpty();
    assertThat(sign("phone", Column.Type.DATETIME, 0)).isEmpty();
    assertThat(sign("birthday", Column.Type.DATE, 0)).isPresent();
    assertThat(sign("birthday", Column.Type.BOOLEAN, 0)).isEmpty();
    assertThat(sign("place", Column.Type.POINT, 0)).isPresent();
  }

  @Test
  void aTableOfPersonsMakesWordsMean() {
    assertThat(level("product", "name")).isEmpty();
    assertThat(level("customers", "name")).contains(Level.LIKELY);
    assertThat(level("Mitarbeiter", "ort")).contains(Level.LIKELY);
    assertThat(level("t_yonghu_info", "nicheng")).contains(Level.LIKELY);
    assertThat(level("会员表", "name")).contains(Level.LIKELY);
    assertThat(level("building", "address")).contains(Level.POSSIBLE);
    assertThat(level("employees", "address")).contains(Level.LIKELY);
  }

  @Test
  void aCommentSpeaksWhereTheNameDoesNotAndIsNotRepeated() {
    Comments comments =
        new Comments(
            Map.of(),
            Map.of("t", Map.of("c1", "用户手机号 13800138000", "c2", "the person's date of birth")));
    Inventory inventory =
        Inventory.of(
            catalog(table("t", text("c1"), column("c2", Column.Type.DATE, 0), text("c3"))),
            comments,
            Set.of());
    assertThat(inventory.of("t", text("c1")))
        .singleElement()
        .satisfies(
            sign -> {
              assertThat(sign.kind()).isEqualTo(Kind.PHONE);
              assertThat(sign.level()).isEqualTo(Level.LIKELY);
              assertThat(sign.why()).contains("by its comment").doesNotContain("13800138000", "手机");
            });
    assertThat(inventory.of("t", column("c2", Column.Type.DATE, 0)))
        .extracting(Sign::kind)
        .containsExactly(Kind.BIRTH);
    assertThat(inventory.of("t", text("c3"))).isEmpty();
    assertThat(comments.toString()).doesNotContain("13800138000");
  }

  @Test
  void everyLineOfTheListHasAReason() {
    Inventory inventory = Inventory.of(catalog(), Comments.NONE, Set.of());
    assertThat(inventory.list().part("email")).isPresent();
    assertThat(inventory.list().reasons()).isNotEmpty().allMatch(why -> why.length() > 5);
  }

  private static Optional<Sign> sign(String name, Column.Type type, long length) {
    Column column = column(name, type, length);
    return Inventory.of(catalog(table("t", column)), Comments.NONE, Set.of())
        .of("t", column)
        .stream()
        .findFirst();
  }

  private static Optional<Level> level(String table, String name) {
    return Inventory.of(catalog(table(table, text(name))), Comments.NONE, Set.of())
        .of(table, text(name))
        .stream()
        .map(Sign::level)
        .findFirst();
  }

  private static Column text(String name) {
    return column(name, Column.Type.TEXT, 200);
  }

  private static Column column(String name, Column.Type type, long length) {
    return new Column(name, type, "any", length, true, false, false, false, List.of());
  }

  private static Table table(String name, Column... columns) {
    Map<String, Column> all = new LinkedHashMap<>();
    for (Column column : columns) {
      all.put(column.name(), column);
    }
    return new Table(name, all, List.of(), List.of(), List.of(), List.of(), 0, true);
  }

  private static Catalog catalog(Table... tables) {
    Map<String, Table> all = new TreeMap<>();
    for (Table table : tables) {
      all.put(table.name(), table);
    }
    return new Catalog("d", "any", all);
  }
}
