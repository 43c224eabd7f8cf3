package org.quietus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Table;
import org.quietus.policy.JobText;

class FingerprintTest {
  private static final JobText TEXT = new JobText("jobs/test.yaml", "", "00", Map.of());
  private static final List<String> SQL = List.of("DELETE FROM a", "DELETE FROM b");

  private static Fingerprint of(CatalogBuilder catalog) {
    return Fingerprint.of(TEXT, catalog.build().tables().values(), SQL);
  }

  @Test
  void isTheSameForTheSamePlan() {
    assertThat(of(Sakila.catalog())).isEqualTo(of(Sakila.catalog()));
    assertThat(of(Sakila.catalog()).hex()).matches("[0-9a-f]{64}");
    assertThat(of(Sakila.catalog()).shortForm()).hasSize(12);
    List<Table> turned = new ArrayList<>(Sakila.catalog().build().tables().values());
    Collections.reverse(turned);
    assertThat(Fingerprint.of(TEXT, turned, SQL)).isEqualTo(of(Sakila.catalog()));
  }

  @Test
  void doesNotChangeWithTheNumberOfRows() {
    assertThat(of(Sakila.catalog().rows("rental", 9_999_999))).isEqualTo(of(Sakila.catalog()));
  }

  @Test
  void changesWithTheSchema() {
    assertThat(
            List.of(
                of(Sakila.catalog()),
                of(Sakila.catalog().index("rental.rental_date")),
                of(Sakila.catalog().check("rental", "rental_id > 0")),
                of(Sakila.catalog().notTransactional("rental")),
                of(Sakila.catalog().table("film", "film_id smallint pk", "title varchar(254)")),
                of(
                    Sakila.catalog()
                        .table("film", "film_id smallint pk", "title varchar(255) null")),
                of(
                    Sakila.catalog()
                        .bareKey("film.film_id -> rental.rental_id", ForeignKey.OnDelete.CASCADE))))
        .doesNotHaveDuplicates();
  }

  @Test
  void changesWithTheJobFileAndTheSql() {
    JobText other = new JobText("jobs/test.yaml", "", "01", Map.of());
    assertThat(
            List.of(
                Fingerprint.of(TEXT, List.of(), SQL),
                Fingerprint.of(other, List.of(), SQL),
                Fingerprint.of(TEXT, List.of(), List.of("DELETE FROM b", "DELETE FROM a")),
                Fingerprint.of(TEXT, List.of(), List.of("DELETE FROM aDELETE FROM b"))))
        .doesNotHaveDuplicates();
  }
}
