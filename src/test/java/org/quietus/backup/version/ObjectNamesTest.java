package org.quietus.backup.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Pin;

class ObjectNamesTest {
  private final ObjectNames names = new ObjectNames(List.of("crm_shop", "exports/**.sql.gz"));

  private String shown(String key) {
    return names.of(
        SealedVersion.of(
            new Pin(new ObjectKey(key), "v", "e"),
            true,
            4711,
            Instant.parse("2026-03-01T12:00:00.5Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nightly/shop.sql.gz",
        "nightly/2026-03-01/crm-shop_full.sql.gz",
        "daily/crm_20260301T120000Z.sql.zst",
        "weekly/2026/crm.2026-03-01_12-00.part02.sql"
      })
  void showsAKeyOfKnownWordsAndDates(String key) {
    assertThat(shown(key)).isEqualTo("'" + key + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "exports/anna.schmidt.sql.gz, exports/*.*.sql.gz",
    "exports/Anna-Schmidt/shop.sql, exports/*-*/shop.sql",
    "exports/+49-1555-12345/shop.sql, exports/+*/shop.sql",
    "exports/01.55.12.34.sql, exports/*.sql",
    "exports/customer-4711.sql, exports/*-*.sql",
    "exports/ann@example.org.sql, exports/*.*.sql",
    "王芳/shop.sql, */shop.sql"
  })
  void showsTheFormOfAnyOtherWithSizeAndCreation(String key, String form) {
    assertThat(shown(key)).isEqualTo("'" + form + "' (4,711 bytes, created 2026-03-01T12:00:00Z)");
  }

  @Test
  void showsNoControlCharacter() {
    assertThat(shown("nightly/a\nb.sql")).startsWith("'nightly/*.sql' (");
  }
}
