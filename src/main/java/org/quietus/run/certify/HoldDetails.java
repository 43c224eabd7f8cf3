package org.quietus.run.certify;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quietus.certificate.HoldDetail;
import org.quietus.hold.LegalHold;
import org.quietus.request.SealingKey;

/**
 * What is known of a hold beside what certificates state openly. The salts follow from the sealing
 * key, so that every certificate that names the hold states the same.
 */
public record HoldDetails(SealingKey key) {

  /** The kind, the day on which it was set and by which role, and its case if it has one. */
  public List<HoldDetail> of(LegalHold hold) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("kind", hold.kind().word());
    details.put("set-on", LocalDate.ofInstant(hold.setAt(), ZoneOffset.UTC).toString());
    details.put("set-by", hold.setBy());
    hold.caseReference().ifPresent(reference -> details.put("case", reference));
    return details.entrySet().stream()
        .map(
            detail ->
                HoldDetail.of(
                    detail.getKey(),
                    detail.getValue(),
                    key.blinding("hold-detail/" + hold.id() + "/" + detail.getKey())))
        .toList();
  }
}
