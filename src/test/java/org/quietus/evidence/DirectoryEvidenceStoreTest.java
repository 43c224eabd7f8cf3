package org.quietus.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryEvidenceStoreTest extends EvidenceStoreContract {

  @TempDir Path directory;

  @Override
  EvidenceStore open() {
    return EvidenceStores.open(directory.resolve("evidence").toUri());
  }

  @Test
  void isAPlainFile() {
    store.putIfAbsent(NAME, bytes("one"));

    assertThat(Path.of(store.locate(NAME))).hasContent("one");
  }

  @Test
  void removesTheDraftOfAnEarlierCrash() throws IOException {
    Files.createDirectories(directory.resolve("evidence/certificates"));
    Path draft = directory.resolve("evidence/certificates/.run-1-1.json.dead.draft");
    Files.writeString(draft, "half of i");
    assertThat(store.read(NAME)).isEmpty();

    store.putIfAbsent(NAME, bytes("one"));

    assertThat(filesIn("certificates")).containsExactly("run-1-1.json");
  }

  @Test
  void everybodyMayReadEvidence() throws IOException {
    store.putIfAbsent(NAME, bytes("one"));

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(Path.of(store.locate(NAME)))))
        .isEqualTo("rw-r--r--");
  }

  @Test
  void refusesASymbolicLinkInPlaceOfAFile() throws IOException {
    store.putIfAbsent(EvidenceName.certificate("run-0-1"), bytes("other"));
    Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "one");
    Files.createSymbolicLink(Path.of(store.locate(NAME)), elsewhere);

    assertThatThrownBy(() -> store.read(NAME))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("symbolic link");
    assertThatThrownBy(() -> store.putIfAbsent(NAME, bytes("one")))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(elsewhere).hasContent("one");
  }

  @Test
  void isNotMadeByLookingAtIt() {
    store.requireWritable();
    assertThat(store.list(EvidenceName.Folder.CERTIFICATES)).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void refusesASymbolicLinkInPlaceOfAFolder() throws IOException {
    Files.createDirectory(directory.resolve("evidence"));
    Files.createSymbolicLink(
        directory.resolve("evidence/certificates"), Files.createDirectory(directory.resolve("e")));

    assertThatThrownBy(() -> store.putIfAbsent(NAME, bytes("one")))
        .hasMessageContaining("symbolic link");
    assertThatThrownBy(() -> store.list(EvidenceName.Folder.CERTIFICATES))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(directory.resolve("e")).isEmptyDirectory();
  }

  @Test
  void listsOnlyItsOwnKindOfFiles() throws IOException {
    store.putIfAbsent(NAME, bytes("one"));
    Files.writeString(directory.resolve("evidence/certificates/notes.txt"), "x");
    Files.writeString(directory.resolve("evidence/certificates/.hidden.json"), "x");

    assertThat(store.list(EvidenceName.Folder.CERTIFICATES)).containsExactly(NAME);
  }

  @Test
  void refusesWhatIsTooLarge() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.putIfAbsent(NAME, new byte[EvidenceStore.MAX_BYTES + 1]));
    store.putIfAbsent(NAME, bytes("one"));
    Files.write(Path.of(store.locate(NAME)), new byte[EvidenceStore.MAX_BYTES + 1]);

    assertThatThrownBy(() -> store.read(NAME)).hasMessageContaining("larger");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "a/b", ".x", "-x", "a.b", "a b", "é", "a\u0000"})
  void refusesAnUnsafeName(String stem) {
    assertThatIllegalArgumentException().isThrownBy(() -> EvidenceName.certificate(stem));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket/evidence",
        "/var/lib/evidence",
        "file:evidence",
        "file://server/share",
        "file:///x?y",
        "https://example.org/"
      })
  void refusesAUriThatIsNoDirectory(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EvidenceStores.open(URI.create(uri)))
        .withMessageContaining("file:///");
  }

  @Test
  void archivesAJobFileByItsDigest() throws IOException {
    JobFileArchive archive = new JobFileArchive(store);

    String digest = archive.keep("quietus: 1\n");

    assertThat(digest)
        .isEqualTo("ef25497c9a406349bedcfbcd3654c43b2decd77c1b1611564c09455f742c86e5");
    assertThat(archive.keep("quietus: 1\n")).isEqualTo(digest);
    assertThat(archive.find(digest)).hasValue("quietus: 1\n");
    assertThat(archive.find("0".repeat(64))).isEmpty();

    Files.writeString(Path.of(store.locate(EvidenceName.jobFile(digest))), "quietus: 2\n");
    assertThatThrownBy(() -> archive.find(digest)).hasMessageContaining("changed");
  }

  private List<String> filesIn(String folder) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("evidence").resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
