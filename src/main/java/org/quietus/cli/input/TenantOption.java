package org.quietus.cli.input;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Lists what is about one tenant's data subjects alone. */
public final class TenantOption {
  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      description = "Only those that are about one tenant's customers.")
  private Optional<String> tenant;

  /** Whether something of a tenant, or of none, is asked for. */
  public boolean covers(Optional<String> of) {
    return tenant.isEmpty() || tenant.equals(of);
  }
}
