package org.quietus.backup.version;

import java.io.OutputStream;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.Upload;

/** Uploads rewritten content so that nobody sees it yet. */
final class Staging {
  private final SetContext set;

  Staging(SetContext set) {
    this.set = set;
  }

  /**
   * Rewrites a version into an upload, whose name is in the journal before its first byte is
   * written; what it became is for the caller to note. Its period goes on from the original
   * creation.
   */
  JournalEntry stage(JournalEntry entry, UnitSearch.Found found) {
    SealedVersion held = entry.held();
    Attributes attributes = carried(set.store().attributes(held.pin())).createdAt(held.createdAt());
    try (Upload upload = set.store().begin(held.pin().key(), attributes, held.size())) {
      JournalEntry begun = entry.holding(held.begun(upload.ticket(), attributes));
      set.save(begun);
      UnitSearch.Written written = found.write(held, new Kept(upload));
      long size = upload.stage().size();
      return begun.counting(written.lines()).holding(begun.held().staged(size, written.sha256()));
    }
  }

  /** What a retention kept that is bypassed, it goes on keeping without whoever is erased. */
  private Attributes carried(Attributes all) {
    boolean bypassed = set.store().bypassesGovernance() && all.lock().isGovernance();
    return bypassed && all.lock().holdsAt(set.clock().instant()) ? all : all.unlocked();
  }

  /** An upload that closing does not discard. */
  private static final class Kept extends OutputStream {
    private final Upload upload;

    Kept(Upload upload) {
      this.upload = upload;
    }

    @Override
    public void write(int b) {
      upload.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      upload.write(bytes, offset, length);
    }
  }
}
