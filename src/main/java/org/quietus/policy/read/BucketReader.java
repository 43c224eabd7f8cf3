package org.quietus.policy.read;

import java.net.URI;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.quietus.policy.BucketTerms;
import org.quietus.policy.ObjectStoreSettings.Role;

/** Reads what is allowed with a bucket, and on which terms it is used. */
final class BucketReader {
  private static final String SESSION = "quietus";
  private static final List<String> OF_ROLES =
      List.of("external-id", "session-name", "sts-endpoint");

  /** Amazon's roles and those of other servers, some of which leave region and account empty. */
  private static final Pattern ARN =
      Pattern.compile("arn:[^:\\s]+:[^:\\s]+:[^:\\s]*:[^:\\s]*:\\S+");

  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

  private BucketReader() {}

  static BucketTerms terms(JobEntry entry) {
    JobEntry because = entry.get("bypass-governance").get("because");
    return new BucketTerms(
        because.isPresent() ? Optional.of(Scalars.line(because)) : Optional.empty(),
        entry.get("requester-pays").scalar().filter("true"::equals).isPresent(),
        Paths.absolute(
            entry.get("customer-key"),
            "BAD-CUSTOMER-KEY",
            "write e.g. /etc/quietus/keys/vault.key: jobs are started from various directories"),
        restore(entry),
        entry.get("restore-tier").text().orElse(BucketTerms.PLAIN.restoreTier()));
  }

  /**
   * The role that a bucket is used in; an empty text is none, so that a variable may be left out.
   */
  static Optional<Role> role(JobEntry entry) {
    JobEntry role = entry.get("role");
    for (String key : OF_ROLES) {
      if (entry.get(key).isPresent() && !role.isPresent()) {
        entry
            .get(key)
            .problem(
                "NO-ROLE",
                entry.get(key).path() + " is about a role, and there is none",
                "add e.g. 'role: arn:aws:iam::111122223333:role/quietus', or leave it out");
      }
    }
    Optional<URI> service = BackupReader.endpoint(entry.get("sts-endpoint"));
    Optional<String> external = named(entry.get("external-id"), EXTERNAL_ID, 1224, ":/");
    Optional<String> session = named(entry.get("session-name"), SESSION_NAME, 64, "");
    Optional<String> arn = written(role);
    if (arn.isEmpty()) {
      return Optional.empty();
    }
    if (!ARN.matcher(arn.get()).matches()) {
      role.problem(
          "BAD-ROLE",
          role.path() + " is not the name (ARN) of a role",
          "write e.g. arn:aws:iam::111122223333:role/quietus");
    } else if (written(entry.get("endpoint")).isPresent() && service.isEmpty()) {
      role.problem(
          "NO-STS-ENDPOINT",
          role.path() + " is assumed at another server than Amazon's, and it is not said where",
          "add 'sts-endpoint'; with MinIO and Ceph it is the same address as 'endpoint'");
    }
    return Optional.of(new Role(arn.get(), external, session.orElse(SESSION), service));
  }

  private static Optional<String> named(
      JobEntry entry, Pattern pattern, int longest, String further) {
    Optional<String> text = written(entry);
    if (text.filter(value -> !pattern.matcher(value).matches()).isPresent()) {
      entry.problem(
          "BAD-ROLE-NAME",
          entry.path() + " has characters or a length that no token service takes",
          "write 2 to %d letters, digits and signs out of _+=,.@%s-".formatted(longest, further));
    }
    return text;
  }

  private static Optional<String> written(JobEntry entry) {
    return entry.text().filter(text -> !text.isBlank());
  }

  private static Optional<Integer> restore(JobEntry entry) {
    JobEntry restore = entry.get("restore");
    if (restore.text().isEmpty()) {
      if (entry.get("restore-tier").isPresent() && !restore.isPresent()) {
        entry
            .get("restore-tier")
            .problem(
                "TIER-WITHOUT-RESTORE",
                entry.get("restore-tier").path() + " says how, but nothing is restored",
                "add for how long, e.g. 'restore: P3D', or leave it out");
      }
      return Optional.empty();
    }
    Period period = Scalars.period(restore);
    if (period.toTotalMonths() > 0) {
      restore.problem(
          "BAD-RESTORE",
          restore.path() + " is " + restore.quoted() + ", and stores count days",
          "write days, e.g. P3D");
    }
    return Optional.of(period.getDays());
  }
}
