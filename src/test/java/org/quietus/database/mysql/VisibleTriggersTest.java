package org.quietus.database.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What grants as MySQL and MariaDB list them prove. */
class VisibleTriggersTest {
  private static final VisibleTriggers.Names PARTIAL = new VisibleTriggers.Names(false, false);
  private static final VisibleTriggers.Names WILD = new VisibleTriggers.Names(true, false);
  private static final String GLOBAL =
      "GRANT SELECT, INSERT, UPDATE, DELETE, TRIGGER ON *.* TO `eraser`@`%`";

  @Test
  void aPrivilegeOnEverythingThatWasRevokedForTheSchemaProvesNothing() {
    String revoked = "REVOKE SELECT, TRIGGER ON `shop`.* FROM `eraser`@`%`";
    assertThat(hidden(PARTIAL, GLOBAL)).isEmpty();
    assertThat(hidden(PARTIAL, GLOBAL, revoked)).containsExactly("customer", "visit");
    assertThat(hidden(PARTIAL, GLOBAL, "REVOKE TRIGGER ON `shop_2`.* FROM `eraser`@`%`")).isEmpty();
    assertThat(hidden(PARTIAL, GLOBAL, "REVOKE SELECT ON `shop`.* FROM `eraser`@`%`")).isEmpty();
    assertThat(
            hidden(PARTIAL, "GRANT ALL PRIVILEGES ON *.* TO `r`@`%`", revoked, "GRANT `r` TO `e`"))
        .hasSize(2);
  }

  @Test
  void whatWasGrantedAgainBelowARevokedSchemaIsSeen() {
    String revoked = "REVOKE TRIGGER ON `shop`.* FROM `eraser`@`%`";
    String table = "GRANT SELECT, TRIGGER ON `shop`.`visit` TO `eraser`@`%`";
    assertThat(hidden(PARTIAL, GLOBAL, revoked, table)).containsExactly("customer");
    assertThat(hidden(PARTIAL, GLOBAL, revoked, "GRANT TRIGGER ON `shop`.* TO `role`@`%`"))
        .isEmpty();
  }

  @Test
  void wildcardsStandForThemselvesWherePrivilegesMayBeRevokedInPart() {
    String wild = "GRANT TRIGGER ON `sho_`.* TO `eraser`@`%`";
    assertThat(hidden(WILD, wild)).isEmpty();
    assertThat(hidden(PARTIAL, wild)).hasSize(2);
    assertThat(hidden(WILD, "GRANT TRIGGER ON `sho\\_`.* TO `eraser`@`%`")).hasSize(2);
  }

  @Test
  void theServerGoesByOneOfSeveralGrantsOnSchemas() {
    String wild = "GRANT TRIGGER ON `sh%`.* TO `eraser`@`%`";
    assertThat(hidden(WILD, "GRANT SELECT, DELETE ON `shop`.* TO `eraser`@`%`", wild)).hasSize(2);
  }

  @Test
  void neitherColumnsNorOtherCasesOfANameProveAnything() {
    assertThat(hidden(WILD, "GRANT SELECT (`id`, `TRIGGER`) ON `shop`.`visit` TO `eraser`@`%`"))
        .hasSize(2);
    String shouted = "GRANT TRIGGER ON `SHOP`.* TO `eraser`@`%`";
    assertThat(hidden(WILD, shouted)).hasSize(2);
    assertThat(hidden(new VisibleTriggers.Names(true, true), shouted)).isEmpty();
    assertThat(hidden(WILD, "GRANT EXECUTE ON PROCEDURE `shop`.`TRIGGER` TO `eraser`@`%`"))
        .hasSize(2);
  }

  private static List<String> hidden(VisibleTriggers.Names names, String... grants) {
    return new VisibleTriggers(names, List.of(grants)).hidden("shop", List.of("visit", "customer"));
  }
}
