package org.quietus.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Table;
import org.quietus.target.Target;

class SiteTest {

  /** Tables that nobody may go through. */
  private static final class ManyTables extends TreeMap<String, Table> {
    private static final long serialVersionUID = 1L;

    @Override
    public int hashCode() {
      throw new AssertionError("all columns were gone through");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // nothing is asked of a control schema
  void isLookedUpWithoutGoingThroughItsColumns() {
    Target target =
        (Target)
            Proxy.newProxyInstance(
                Target.class.getClassLoader(),
                new Class<?>[] {Target.class},
                (proxy, method, arguments) -> "shop");
    Site site = new Site(new Catalog("shop", "H2", new ManyTables()), target, null);
    assertThat(site.hashCode()).isEqualTo("shop".hashCode());
  }
}
