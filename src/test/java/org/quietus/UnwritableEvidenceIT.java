package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.testing.EnabledIfServer;

/**
 * The finished jar where not one byte more can be written, and where the evidence store is
 * read-only: nothing takes effect, and what stood in the way is said.
 */
@EnabledIfServer
@EnabledOnOs(OS.LINUX)
@Tag("long")
class UnwritableEvidenceIT {
  private static final String SCHEMA = "full_disk";
  private static final String FULL = "ulimit -f 0; exec \"$@\"";
  private static final String READ_ONLY =
      "mount --bind \"$EVIDENCE_DIR\" \"$EVIDENCE_DIR\" && mount -o"
          + " remount,ro,bind \"$EVIDENCE_DIR\" && exec \"$@\"";

  @TempDir Path directory;
  private final ShopEngine engine = ShopEngine.shared();
  private OpenedJob job;
  private Map<String, List<String>> rows = Map.of();

  private record Ended(int exitCode, String printed) {}

  @BeforeEach
  void fill() throws Exception {
    engine.fresh(SCHEMA);
    engine.fill(SCHEMA);
    job = new OpenedJob(directory, engine.server(), SCHEMA, OpenedJob.text("/e2e/shop.yaml"));
    assertThat(job.generateKeys().exitCode()).isZero();
    Files.createDirectories(job.evidence());
    rows = engine.rows(SCHEMA);
  }

  @Test
  void aFullDiskLeavesEverythingAsItWas() throws Exception {
    nothingTakesEffect(List.of("sh", "-c", FULL, "sh"), "File too large");
  }

  @Test
  void aReadOnlyStoreLeavesEverythingAsItWas() throws Exception {
    if (isRoot()) {
      List<String> apart = List.of("unshare", "-m", "sh", "-c", READ_ONLY, "sh");
      assumeThat(started(apart, "", "true").exitCode()).as("may mount").isZero();
      nothingTakesEffect(apart, "Read-only file system");
    } else {
      Files.setPosixFilePermissions(job.evidence(), PosixFilePermissions.fromString("r-xr-xr-x"));
      nothingTakesEffect(List.of(), "access denied");
      Files.setPosixFilePermissions(job.evidence(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private void nothingTakesEffect(List<String> within, String why) throws Exception {
    for (String command : List.of("request add", "run")) {
      List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
      arguments.add(job.file().toString());
      if (command.equals("request add")) {
        arguments.addAll(List.of("--identifiers-from", "-"));
      }
      Ended ended = quietus(within, "email: bo@example.org\n", arguments);
      assertThat(ended.exitCode()).as(ended.printed()).isEqualTo(2);
      assertThat(ended.printed())
          .containsIgnoringCase(why)
          .contains("evidence")
          .doesNotContain("report this", "Exception", ".draft");
    }
    assertThat(engine.rows(SCHEMA)).isEqualTo(rows);
    assertThat(job.command("request list", "--json").json()).isEmpty();
    assertThat(job.command("status", "--json").json().get("runs")).isEmpty();
  }

  private Ended quietus(List<String> within, String typed, List<String> arguments)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-jar",
                System.getProperty("quietus.jar", "target/quietus.jar")));
    command.addAll(arguments);
    return started(within, typed, command.toArray(String[]::new));
  }

  /** What it prints goes into a pipe, which has no limit. */
  private Ended started(List<String> within, String typed, String... command) throws Exception {
    List<String> all = new ArrayList<>(within);
    all.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().putAll(job.environment());
    builder.environment().put("EVIDENCE_DIR", job.evidence().toString());
    Process process = builder.start();
    try (var in = process.getOutputStream()) {
      in.write(typed.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // it reads nothing
    }
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), printed);
  }

  private boolean isRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(directory, "unix:uid"));
  }
}
