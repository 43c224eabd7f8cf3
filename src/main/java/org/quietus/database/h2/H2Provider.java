package org.quietus.database.h2;

import java.util.Optional;
import org.quietus.database.Dialect;
import org.quietus.database.DialectProvider;
import org.quietus.database.ServerVersion;
import org.quietus.database.UrlRules;

/** H2. */
public final class H2Provider implements DialectProvider {

  @Override
  public Optional<Dialect> dialect(String product, String version) {
    if (!product.equals("H2")) {
      return Optional.empty();
    }
    ServerVersion h2 = ServerVersion.in(version);
    return h2.atLeast(2, 0, 0) ? Optional.of(new H2Dialect(h2)) : Optional.empty();
  }

  @Override
  public UrlRules urlRules() {
    return H2Url.RULES;
  }

  @Override
  public String supported() {
    return "H2 from 2.0";
  }
}
