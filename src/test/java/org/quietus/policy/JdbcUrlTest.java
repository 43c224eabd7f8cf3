package org.quietus.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.policy.read.JobFiles;

class JdbcUrlTest {

  @ParameterizedTest
  @CsvSource({
    "jdbc:mysql://db/crm, jdbc:mysql://db/crm",
    "jdbc:mysql://db:3306/crm?sslMode=REQUIRED&connectTimeout=5, jdbc:mysql://db:3306/crm?sslMode=REQUIRED&connectTimeout=5",
    "jdbc:mysql://[::1]:3306/crm, jdbc:mysql://[::1]:3306/crm",
    "jdbc:mariadb://db/crm, jdbc:mysql://db/crm",
    "jdbc:h2:file:/tmp/x;WRITE_DELAY=0, jdbc:h2:file:/tmp/x;WRITE_DELAY=0",
    "jdbc:h2:mem:x, jdbc:h2:mem:x",
    "jdbc:postgresql://db/crm, jdbc:postgresql://db/crm",
    "jdbc:postgresql://[::1]:5432/crm?currentSchema=shop, jdbc:postgresql://[::1]:5432/crm?currentSchema=shop"
  })
  void readsTheUrlsOfItsDrivers(String url, String read) {
    assertThat(load(url).databases().get("crm").url()).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "jdbc:mysql://db",
        "jdbc:mysql://db/",
        "jdbc:mysql://db/?x=y",
        "jdbc:mysql:loadbalance://a,b/crm",
        "jdbc:postgresql://db",
        "jdbc:postgresql:crm",
        "jdbc:oracle:thin:@db:1521/crm",
        "JDBC:MYSQL://db/crm",
        "mysql://db/crm"
      })
  void refusesOtherUrls(String url) {
    assertThat(refused(url)).isEqualTo("UNSUPPORTED-URL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://root@db/crm",
        "jdbc:mysql://root:x@db/crm",
        "jdbc:mysql://db/crm?user=root",
        "jdbc:mysql://db/crm?a=b&PASSWORD=x",
        "jdbc:mysql://db/crm?password1=x",
        "jdbc:mysql://db/crm?%70assword=x",
        "jdbc:mysql://(host=db,user=root)/crm",
        "jdbc:mysql://address=(host=db)(password=x)/crm",
        "jdbc:mariadb://db/crm?user=root",
        "jdbc:postgresql://root:x@db/crm",
        "jdbc:postgresql://db/crm?user=root",
        "jdbc:h2:mem:x;USER=sa",
        "jdbc:h2:mem:x;PASSWORD=x"
      })
  void refusesCredentials(String url) {
    assertThat(refused(url)).isEqualTo("CREDENTIALS-IN-URL");
  }

  private static JobFile load(String url) {
    return JobFiles.load(
        JobFilesTest.FILES.resolve("smallest.yaml"),
        Map.of("CRM_URL", url, "CRM_USER", "u", "CRM_PASSWORD", "p"));
  }

  private static String refused(String url) {
    InvalidInput refused = catchThrowableOfType(InvalidInput.class, () -> load(url));
    assertThat(refused.problems()).hasSize(1);
    return refused.problems().get(0).id();
  }
}
