package org.quietus.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quietus.certificate.Examples;
import org.quietus.policy.Language;

class CertificateTextTest {

  @Test
  void saysWhatBecameOfARequest() {
    assertThat(CertificateText.render(Examples.aRequest()))
        .startsWith("DELETION CERTIFICATE request-7d20aa-1\n\nComplete with residuals: Everything ")
        .contains("  Outcome            COMPLETE_WITH_RESIDUALS\n")
        .contains("Beispiel GmbH & Söhne 示例")
        .contains("1 matched = 1 anonymised")
        .contains("2 matched = 2 kept")
        .contains("2 of invoices, until 2035-01-01, because of bookkeeping 账簿")
        .contains("Database log       shop, access controlled, gone by 2026-03-08, a certificate")
        .contains("logically deleted")
        .containsPattern("received the data\n  Recipient          none\n")
        .doesNotContain("anna")
        .doesNotContain("02:00");
  }

  @Test
  void saysByWhichRuleARunWorked() {
    assertThat(CertificateText.render(Examples.aRun()))
        .contains("Residuals    none known\n")
        .contains(
            "old-visits: kept 6 months, from visited_at, due before 2025-09-01 00:00:00"
                + " Europe/Berlin (2025-08-31 22:00:00 UTC)\n");
  }

  @Test
  void alignsChineseLabelsByTheColumnsThatTheyTake() {
    assertThat(CertificateText.render(Examples.aRun(), Language.ZH))
        .contains("\n  结果            COMPLETE\n")
        .contains("\n  个人信息处理者  Beispiel GmbH & Söhne 示例\n");
  }
}
