package org.quietus.run.certify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quietus.policy.JobFile;
import org.quietus.policy.JobFileBuilder;

class DataCategoriesTest {
  private static final JobFile JOB =
      JobFileBuilder.aJob()
          .categories("patient", "email: contact", "phone: contact", "born: identity")
          .categories("test_result", "value: health")
          .sensitive("health")
          .backups("nightly", "P90D")
          .build();
  private static final DataCategories CATEGORIES =
      new DataCategories(JOB.categories(), JOB.backups(), Map.of());

  @Test
  void whatIsDeletedIsOfAllCategoriesOfTheTable() {
    assertThat(CATEGORIES.of("shop.patient", "delete")).containsExactly("contact", "identity");
    assertThat(CATEGORIES.of("shop.visit", "delete")).isEmpty();
  }

  @Test
  void whatIsAnonymisedIsOfTheCategoriesOfThoseColumns() {
    assertThat(CATEGORIES.of("shop.patient", "anonymise: email set-null, name redact"))
        .containsExactly("contact");
    assertThat(CATEGORIES.of("shop.patient", "unlink")).isEmpty();
  }

  @Test
  void aBackupSetHoldsTheDataOfItsDatabase() {
    assertThat(CATEGORIES.of("nightly.test_result", "delete")).containsExactly("health");
    assertThat(CATEGORIES.discreet("nightly.test_result")).isEqualTo("nightly: health");
  }

  @Test
  void onlyATableWithASensitiveCategoryIsCalledByIt() {
    assertThat(CATEGORIES.discreet("shop.test_result")).isEqualTo("shop: health");
    assertThat(CATEGORIES.discreet("shop.patient")).isEqualTo("shop.patient");
    assertThat(new DataCategories(JOB.categories(), Map.of(), Map.of()).of("shop.patient", ""))
        .containsExactly("contact", "identity");
  }
}
