package org.quietus.cli.demo;

import java.util.List;
import org.quietus.request.Ground;
import org.quietus.request.Requester;

/** Backups are rewritten at once, a late log is found, an investigation holds somebody. */
final class DeviceCloudInStory implements Story {
  private static final String USER = "user";
  private static final int WITHDRAWS = 37;
  private static final int INVESTIGATED = 58;
  private static final int CHILD = 64;

  @Override
  public List<Integer> erased() {
    return List.of(WITHDRAWS, INVESTIGATED, CHILD);
  }

  @Override
  public List<Scene> scenes() {
    return List.of(
        new Scene(
            0,
            "Data is backed up regularly, and devices write log files.",
            stage ->
                stage.backup("nightly/cloud-1.sql.gz")
                    + "; "
                    + stage.backup("nightly/cloud-2.sql.gz")
                    + "; "
                    + stage.logs("device-logs/devices-1.jsonl.gz", DeviceCloudInStory::logLine)),
        new Scene(
            1,
            "Data that an investigation needs is kept for it.",
            stage -> stage.hold(INVESTIGATED, USER, "INV-2026-7", "judicial-investigation")),
        new Scene(
            2,
            "Data is kept until consent is withdrawn; backups and logs lose it at once.",
            stage ->
                stage.asks(WITHDRAWS, USER, Ground.CONSENT_WITHDRAWN, Requester.SELF)
                    + "; "
                    + stage.asks(INVESTIGATED, USER, Ground.CONSENT_WITHDRAWN, Requester.SELF)
                    + "; "
                    + stage.run()),
        new Scene(
            3,
            "A guardian may ask for a child's data to be removed.",
            stage ->
                stage.asks(CHILD, USER, Ground.MINOR, Requester.GUARDIAN) + "; " + stage.run()),
        new Scene(
            4,
            "Log files reach the database later, and are personal while they are combined.",
            stage ->
                stage.arrives(
                        "telemetry",
                        900_000_001L,
                        "%d, 'dev-late', '192.0.2.77', NULL, '{}', TIMESTAMP '%s', NULL"
                            .formatted(WITHDRAWS, stage.lastEvening()))
                    + "; "
                    + stage.recipientsConfirm()
                    + "; "
                    + stage.run()),
        new Scene(
            6,
            "When the investigation is over its data goes too.",
            stage -> stage.release("INV-2026-7") + "; " + stage.run()),
        new Scene(
            8,
            "What is gone is certified, and told to the person.",
            stage -> stage.recipientsConfirm() + "; " + stage.run() + "; " + stage.answers()));
  }

  /** What a device says about itself and the account that it belongs to. */
  private static String logLine(Stage stage, int person) {
    return "{\"at\":\"%s+05:30\",\"account\":{\"id\":%d,\"email\":\"%s\"},\"ip\":\"192.0.2.%d\",\"event\":\"on\"}"
        .formatted(
            stage.lastEvening().withSecond(person % 60),
            person,
            stage.person(person).email(),
            person % 250);
  }
}
