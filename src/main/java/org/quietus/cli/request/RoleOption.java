package org.quietus.cli.request;

import java.util.Optional;
import org.quietus.request.Role;
import picocli.CommandLine.Option;

/** In which role somebody decides; certificates name it, and never who. */
final class RoleOption {

  @Option(
      names = "--as",
      paramLabel = "ROLE",
      description = "In which role you decide: operator, dpo or requester.")
  private Optional<Role> role;

  Role orElseOperator() {
    return role.orElse(Role.OPERATOR);
  }

  Role orElseRequester() {
    return role.orElse(Role.REQUESTER);
  }
}
