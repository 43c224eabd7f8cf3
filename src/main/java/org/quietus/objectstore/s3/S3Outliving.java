package org.quietus.objectstore.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.quietus.objectstore.Outliving;
import org.quietus.objectstore.StoreException;
import software.amazon.awssdk.services.s3.model.MFADeleteStatus;
import software.amazon.awssdk.services.s3.model.ReplicationConfiguration;
import software.amazon.awssdk.services.s3.model.ReplicationRule;
import software.amazon.awssdk.services.s3.model.ReplicationRuleStatus;

/**
 * What of a bucket outlives the deletion of a version: what was copied elsewhere, and all under
 * MFA.
 */
final class S3Outliving {
  private final S3Connection connection;

  S3Outliving(S3Connection connection) {
    this.connection = connection;
  }

  /** Below a prefix of the store. */
  List<Outliving> below(String prefix) {
    List<Outliving> outliving = new ArrayList<>(copies(connection.settings().root() + prefix));
    asked(
            "GetBucketVersioning",
            () -> connection.client().getBucketVersioning(r -> r.bucket(connection.bucket())))
        .filter(reply -> reply.mfaDelete() == MFADeleteStatus.ENABLED)
        .ifPresent(
            reply ->
                outliving.add(
                    new Outliving(
                        Outliving.MFA_DELETE,
                        Optional.empty(),
                        "deletes versions only with a code of its owner's device (MFA delete),"
                            + " which no run has; suspend that, or what has to go stays")));
    return outliving;
  }

  private List<Outliving> copies(String prefix) {
    try {
      return asked(
              "GetBucketReplication",
              () -> connection.client().getBucketReplication(r -> r.bucket(connection.bucket())))
          .map(reply -> reply.replicationConfiguration())
          .map(ReplicationConfiguration::rules)
          .orElse(List.of())
          .stream()
          .filter(rule -> rule.status() == ReplicationRuleStatus.ENABLED)
          .filter(rule -> meets(prefix(rule), prefix))
          .map(S3Outliving::copy)
          .distinct()
          .toList();
    } catch (StoreException.Denied e) {
      return List.of(
          new Outliving(
              Outliving.REPLICATION_UNKNOWN,
              Optional.empty(),
              "does not tell whether it copies objects to another bucket; allow"
                  + " s3:GetReplicationConfiguration"));
    }
  }

  private static Outliving copy(ReplicationRule rule) {
    Optional<String> bucket =
        Optional.ofNullable(rule.destination())
            .map(destination -> destination.bucket().replaceFirst("^arn:[^:]*:s3:::", ""));
    return new Outliving(
        Outliving.REPLICATED,
        bucket,
        "copies objects to %s, from where no deletion of a version takes them; give that bucket sets of its own, or delete there"
            .formatted(bucket.map(name -> "bucket '" + name + "'").orElse("another bucket")));
  }

  /** One that chooses by tags may choose any object. */
  @SuppressWarnings("deprecation") // old rules have their prefix there
  private static String prefix(ReplicationRule rule) {
    Optional<String> filtered =
        Optional.ofNullable(rule.filter())
            .map(
                filter ->
                    filter.prefix() != null
                        ? filter.prefix()
                        : filter.and() == null ? null : filter.and().prefix());
    return filtered.or(() -> Optional.ofNullable(rule.prefix())).orElse("");
  }

  private static boolean meets(String one, String other) {
    return one.startsWith(other) || other.startsWith(one);
  }

  /** Empty of what a store has not, or does not know. */
  private <T> Optional<T> asked(String operation, Supplier<T> question) {
    try {
      return Optional.of(connection.call(operation, question));
    } catch (StoreException.Gone | StoreException.Unsupported | StoreException.Refused e) {
      return Optional.empty();
    }
  }
}
