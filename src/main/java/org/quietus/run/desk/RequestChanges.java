package org.quietus.run.desk;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.evidence.EvidenceStore;
import org.quietus.policy.JobFile;
import org.quietus.request.ErasureRequests;
import org.quietus.request.SealingKey;
import org.quietus.request.mirror.Mirror;

/** Changes requests in one transaction, and has the mirror know it before anybody else does. */
final class RequestChanges {
  private final JobFile job;
  private final Control control;

  RequestChanges(JobFile job, Control control) {
    this.job = job;
    this.control = control;
  }

  /** Makes a change; what it returns must not be null. */
  <T> T make(Function<ErasureRequests, T> change) {
    SealingKey key = EvidenceAccess.sealingKey(job);
    EvidenceStore store = EvidenceAccess.writable(control.evidence());
    control.schema().migrate();
    Mirror mirror = control.mirror(job.job(), store);
    T result =
        control.transaction().execute(status -> change.apply(control.requests(job, key, mirror)));
    EvidenceAccess.copy(mirror);
    if (result == null) {
      throw new IllegalStateException("a transaction returned nothing");
    }
    return result;
  }

  /** In whole microseconds, which is what databases keep. */
  Instant now() {
    return control.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }
}
