package org.quietus.cli.demo;

import java.nio.file.Path;
import java.util.Optional;
import org.quietus.certificate.OpensslRecipe;
import org.quietus.certificate.seal.SigningKeys;

/** What the demo says. */
final class DemoText {
  private final DemoDirectory demo;

  DemoText(DemoDirectory demo) {
    this.demo = demo;
  }

  String prepared() {
    return """
    The demo's shop stands in %s: an H2 database of fictional persons, and its job file
    %s. Its last two nightly dumps stand in %s.
    Those who ask for erasure stand in %s.
    """
        .formatted(demo, demo.job(), demo.dumps(), demo.personsFile());
  }

  String lookFirst() {
    return """
    Nothing has been removed. Those who ask are still in the data:
      grep -rlF -f %1$s %2$s
    and in its backups:
      find %3$s -type f -exec zgrep -lF -f %1$s {} +
    Go on with:
      %4$s demo --dir %2$s\
    """
        .formatted(demo.personsFile(), demo, demo.dumps(), ProgramName.now());
  }

  /** What to try next, and how to check a certificate without us. */
  String whatNext(Optional<Path> certificate) {
    return certificate.map(this::checking).orElse("")
        + """
        Try next:
          grep -rlF -f %1$s %2$s      finds that list alone
          find %5$s -type f -exec zgrep -lF -f %1$s {} +      finds nothing in the backups
          %3$s status %4$s
          %3$s request list %4$s
          %3$s certificate list %4$s
          %3$s plan %4$s --sql
          %3$s run %4$s      finds nothing due
        """
            .formatted(demo.personsFile(), demo, ProgramName.now(), demo.job(), demo.dumps());
  }

  private String checking(Path certificate) {
    return """
    Read a certificate:
      %1$s
    Check it with us:
      %2$s certificate verify %3$s
    or without, in a shell:
    %4$s
    """
        .formatted(
            certificate.toString().replaceFirst("\\.json$", ".pdf"),
            ProgramName.now(),
            certificate,
            OpensslRecipe.lines(
                    certificate,
                    SigningKeys.load(demo.keys(), SigningKeys.Use.CERTIFICATES).publicFile())
                .indent(2));
  }
}
