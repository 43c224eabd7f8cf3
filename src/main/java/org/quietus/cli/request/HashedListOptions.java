package org.quietus.cli.request;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.job.HashListDesk;
import org.quietus.job.Refusal;
import org.quietus.policy.CombinedIdentifier;
import org.quietus.policy.ListFormat;
import org.quietus.policy.RequestSettings;
import org.quietus.request.HashList;
import org.quietus.request.HashListFile;
import org.quietus.request.Hashed;
import org.quietus.request.ListedStatus;
import org.quietus.subject.HashedType;
import picocli.CommandLine.Option;

/** A list of hashed identifiers, and where the status of its entries goes. */
final class HashedListOptions {
  private static final String ALGORITHM = "sha-256";

  @Option(
      names = "--hashed",
      paramLabel = "ALGORITHM",
      required = true,
      description =
          "FILE is a list of hashes, with the columns ID and Hash if the job file has no others: "
              + ALGORITHM
              + ".")
  private String algorithm;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      required = true,
      description =
          "What is hashed in the list: email, phone, or what the job file names under"
              + " 'requests.hashed.combined'.")
  private String type;

  @Option(
      names = "--report",
      paramLabel = "STATUS",
      required = true,
      description =
          "Where the status of each settled entry is written, with the columns Id and Status if the"
              + " job file has no others; what was there is replaced.")
  private Path report;

  /**
   * Reads the list, after having seen that the report can be written.
   *
   * @throws org.quietus.policy.InvalidInput with the problems of the file
   */
  HashList read(Path file, RequestSettings settings) throws IOException {
    if (!algorithm.equals(ALGORITHM)) {
      throw new Refusal("--hashed: unknown algorithm; lists are taken in with " + ALGORITHM);
    }
    if (Files.exists(report) && Files.isSameFile(report, file)) {
      throw new Refusal("--report would replace the list; name another file");
    }
    Path directory = directory();
    if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
      throw new Refusal("--report: the directory is missing or cannot be written to");
    }
    return HashListFile.read(file, hashed(settings), settings.lists());
  }

  private Hashed hashed(RequestSettings settings) {
    @Nullable CombinedIdentifier combined = settings.combined().get(type);
    if (combined != null) {
      return new Hashed.Combined(combined);
    }
    return Arrays.stream(HashedType.values())
        .filter(known -> known.toString().equals(type))
        .findFirst()
        .map(known -> new Hashed.One(known, settings.lists().compared()))
        .orElseThrow(
            () ->
                new Refusal(
                    "--type: unknown type; lists are taken in of "
                        + Stream.concat(
                                Arrays.stream(HashedType.values()).map(HashedType::toString),
                                settings.combined().keySet().stream())
                            .collect(Collectors.joining(", "))));
  }

  /** Writes the report: in whole, or what was there stays. */
  HashedListView write(HashListDesk.Taken taken, ListFormat format) throws IOException {
    Path draft = Files.createTempFile(directory(), ".report", ".csv");
    try {
      try (Writer out = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
        out.write(format.reportId() + "," + format.reportStatus() + "\n");
        for (String id : taken.statuses().ids()) {
          Optional<ListedStatus> status = taken.statuses().of(id);
          if (status.isPresent()) {
            out.write(id + "," + status.get().code(format) + "\n");
          }
        }
      }
      Files.move(draft, report, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
    return HashedListView.of(taken);
  }

  private Path directory() {
    return Optional.ofNullable(report.toAbsolutePath().getParent()).orElse(report);
  }
}
