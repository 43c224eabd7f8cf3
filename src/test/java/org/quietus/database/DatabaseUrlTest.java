package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

  @Test
  void addsWhatCountingRightDependsOn() {
    assertThat(DatabaseUrl.complete("jdbc:mysql://db.example.org:3306/shop"))
        .startsWith("jdbc:mysql://db.example.org:3306/shop?")
        .contains("useAffectedRows=false", "connectionTimeZone=UTC", "allowMultiQueries=false")
        .contains("sslMode=PREFERRED");
    assertThat(DatabaseUrl.complete("jdbc:h2:file:./demo/shop"))
        .contains(";WRITE_DELAY=0", ";TRACE_LEVEL_FILE=0", ";DB_CLOSE_ON_EXIT=FALSE");
  }

  @Test
  void letsTheUserSayHowToConnect() {
    assertThat(
            DatabaseUrl.complete(
                "jdbc:mysql://[::1]:3306/shop?sslMode=VERIFY_IDENTITY&socketTimeout=5"))
        .contains("sslMode=VERIFY_IDENTITY", "socketTimeout=5")
        .doesNotContain("PREFERRED", "3600000");
    assertThat(DatabaseUrl.complete("jdbc:mysql://h/shop?useAffectedRows=false"))
        .containsOnlyOnce("useAffectedRows");
    assertThat(DatabaseUrl.complete("jdbc:h2:~/shop;DATABASE_TO_LOWER=TRUE;WRITE_DELAY=0"))
        .contains(";DATABASE_TO_LOWER=TRUE")
        .containsOnlyOnce("WRITE_DELAY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://h/shop?useAffectedRows=true",
        "jdbc:mysql://h/shop?sslMode=REQUIRED&USEAFFECTEDROWS=true",
        "jdbc:mysql://h/shop?sessionVariables=sql_mode=''",
        "jdbc:mysql://h/shop?maxRows=10",
        "jdbc:mysql://h/shop?queryInterceptors=org.example.Mine",
        "jdbc:mysql://h/shop?user=me",
        "jdbc:mysql://h/shop?autoReconnect",
        "jdbc:postgresql://h/shop?options=-c%20synchronous_commit=off",
        "jdbc:postgresql://h/shop?stringtype=varchar",
        "jdbc:postgresql://h/shop?user=me",
        "jdbc:h2:file:./shop;WRITE_DELAY=500",
        "jdbc:h2:file:./shop;INIT=DROP ALL OBJECTS"
      })
  void refusesSettingsThatCouldChangeWhatIsDone(String url) {
    assertThatThrownBy(() -> DatabaseUrl.complete(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("remove it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connectTimeout=0",
        "socketTimeout=0",
        "socketTimeout=-1",
        "socketTimeout=",
        "socketTimeout=soon",
        "socketTimeout=100000000"
      })
  void refusesToWaitForASilentServerForEver(String setting) {
    assertThatThrownBy(() -> DatabaseUrl.complete("jdbc:mysql://h/shop?" + setting))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 1 to 99999999 milliseconds");
    assertThat(DatabaseUrl.complete("jdbc:mysql://h/shop?socketTimeout=99999999"))
        .contains("socketTimeout=99999999");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://h/shop?sslMode=REQUIRED#crm",
        "jdbc:mysql://h/shop?trustCertificateKeyStorePassword=s3#cret",
        "jdbc:postgresql://h/shop?sslmode=require#crm"
      })
  void refusesWhatWouldCutOffTheSettingsBehindIt(String url) {
    assertThatThrownBy(() -> DatabaseUrl.complete(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write %23")
        .hasMessageNotContaining("s3");
    assertThat(DatabaseUrl.complete(url.replace("#", "%23"))).contains("%23");
  }

  @Test
  void countsTheLimitsOfPostgresInSeconds() {
    assertThat(DatabaseUrl.complete("jdbc:postgresql://h:5432/shop?currentSchema=crm"))
        .contains("socketTimeout=3600&", "currentSchema=crm")
        .doesNotContain("public");
    assertThat(
            DatabaseUrl.readLimitMillis(
                DatabaseUrl.complete("jdbc:postgresql://h/shop?socketTimeout=5")))
        .hasValue(5_000);
    assertThatThrownBy(() -> DatabaseUrl.complete("jdbc:postgresql://h/shop?socketTimeout=0"))
        .hasMessageContaining("from 1 to 99999 seconds");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://h",
        "jdbc:mysql://h/",
        "jdbc:mysql://one,two/shop",
        "jdbc:mysql:replication://one/shop",
        "jdbc:mysql://address=(host=h)(useAffectedRows=true)/shop",
        "jdbc:mysql://(host=h,useAffectedRows=true)/shop",
        "jdbc:mysql://me:s3cret@h/shop",
        "jdbc:mariadb://h/shop",
        "jdbc:h2:tcp://h/shop",
        "jdbc:postgresql://h",
        "jdbc:postgresql:shop",
        "jdbc:postgresql://one,two/shop",
        "jdbc:postgresql://me:s3cret@h/shop",
        "jdbc:oracle:thin:@h:1521/shop"
      })
  void refusesWhatIsNotOneServerAndASchema(String url) {
    assertThatThrownBy(() -> DatabaseUrl.complete(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write jdbc:")
        .hasMessageNotContaining("s3cret");
  }
}
