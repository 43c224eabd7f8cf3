package org.quietus.cli.demo;

import java.util.List;
import java.util.Optional;
import org.quietus.request.Ground;
import org.quietus.request.RefusalCode;
import org.quietus.request.Requester;
import org.quietus.request.Role;

/** One brand's contact goes and the other brand's stays; claims keep a former customer. */
final class JingDigitalStory implements Story {
  private static final String CONTACT = "contact";
  private static final Optional<String> BRAND_A = Optional.of("brand-a");
  private static final Optional<String> BRAND_B = Optional.of("brand-b");
  private static final String RECORDED =
      "SELECT r.audio_key, CONCAT('OggS ', c.name, ': ', c.phone) FROM call_recording r"
          + " JOIN contact c ON c.id = r.contact_id WHERE r.audio_key IS NOT NULL";
  private static final int OF_A = 37;
  private static final int OF_B = 58;
  private static final int REFUSED = 61;
  private static final int CHILD = 43;

  @Override
  public List<Integer> erased() {
    return List.of(OF_A, OF_B, CHILD);
  }

  @Override
  public List<Scene> scenes() {
    return List.of(
        new Scene(
            0,
            "Backups are kept, and hold everybody; long recordings lie beside the database.",
            stage ->
                stage.backup("daily/crm-1.sql.gz") + "; " + stage.objects("recordings", RECORDED)),
        new Scene(
            1,
            "Entrusted data goes as the customer instructs whose it is, recordings with their rows;"
                + " and nobody else's with it.",
            stage ->
                stage.asks(OF_A, CONTACT, BRAND_A, Ground.NO_CONSENT, Requester.SELF)
                    + "; "
                    + stage.run()),
        new Scene(
            2,
            "Requests are refused on listed grounds only, and the person is told.",
            stage ->
                stage.asks(REFUSED, CONTACT, BRAND_A, Ground.REQUEST, Requester.SELF)
                    + "; "
                    + stage.decide(
                        REFUSED,
                        "approved",
                        Role.DPO,
                        (decisions, id, role, at) ->
                            decisions.refuse(id, RefusalCode.CONTRACT_TERMS, role, at))),
        new Scene(
            3,
            "Whom it obtained data of, the platform tells the others who have it.",
            stage ->
                stage.asks(OF_B, CONTACT, BRAND_B, Ground.BREACH, Requester.SELF)
                    + "; "
                    + stage.recipientsConfirm()
                    + "; "
                    + stage.run()),
        new Scene(
            5,
            "Former customers' data stays for claims, three years; all else is searched once more.",
            stage -> stage.recipientsConfirm() + "; " + stage.run() + "; " + stage.answers()),
        new Scene(
            6,
            "In backups persons go when these are updated: the next one takes the place of the one"
                + " before.",
            stage -> stage.backup("daily/crm-2.sql.gz") + "; " + stage.run()));
  }
}
