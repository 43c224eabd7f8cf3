package org.quietus.job;

import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.certificate.seal.JobKeys;
import org.quietus.certificate.seal.Passphrase;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;
import org.quietus.objectstore.s3.AssumedRole;
import org.quietus.objectstore.s3.Credentials;
import org.quietus.objectstore.s3.S3Settings;
import org.quietus.policy.EvidenceSettings;
import org.quietus.policy.ObjectStoreSettings;

/** A job's evidence store, opened when it is first asked for, and once. */
public final class EvidenceHome {
  private final ObjectStoreSettings place;
  private final Clock clock;
  private @Nullable EvidenceStore store;

  public EvidenceHome(EvidenceSettings settings, Clock clock) {
    this.place = settings.place();
    this.clock = clock;
  }

  /** Where the keys are that a job's certificates and their log are signed with. */
  public static JobKeys keys(EvidenceSettings settings) {
    Passphrase passphrase =
        settings
            .passphrase()
            .map(secret -> Passphrase.of(secret.reveal()))
            .or(() -> settings.passphraseFile().map(Passphrase::in))
            .orElse(Passphrase.NONE);
    return new JobKeys(settings.keys(), passphrase, settings.signer());
  }

  /** Whether there may be a store; looking at it makes none. */
  public boolean isThere() {
    return EvidenceStores.isThere(place.url());
  }

  public synchronized EvidenceStore store() {
    EvidenceStore open = store;
    if (open == null) {
      open = open();
      store = open;
    }
    return open;
  }

  private EvidenceStore open() {
    return place.isDirectory()
        ? EvidenceStores.open(place.url())
        : EvidenceStores.open(
            S3Settings.of(
                    place.url(),
                    place.endpoint(),
                    place.region(),
                    place
                        .credential()
                        .map(
                            own ->
                                new Credentials(
                                    own.accessKey().reveal(),
                                    own.secretKey().reveal(),
                                    Optional.empty())))
                .in(
                    place
                        .role()
                        .map(
                            role ->
                                new AssumedRole(
                                    role.arn(),
                                    role.externalId(),
                                    role.session(),
                                    role.endpoint()))),
            clock);
  }
}
