package org.quietus.format.parquet;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Copying;
import org.quietus.format.TableTally;

/**
 * Writes row groups as it was decided on them. Nothing is written before the first that changes; if
 * none does, the file is copied byte for byte.
 */
final class GroupCopy {
  private final Spooled file;
  private final FileMetaData footer;
  private final GroupRewriter rewriter;
  private final Copying out;
  private final ContentDigest digest;
  private @Nullable Assembly assembly;
  private int next;
  private long in;
  private long dropped;
  private long changed;

  GroupCopy(Spooled file, FileMetaData footer, GroupRewriter rewriter, Copying out) {
    this.file = file;
    this.footer = footer;
    this.rewriter = rewriter;
    this.out = out;
    this.digest = new ContentDigest(footer);
  }

  /** Takes the next row group. */
  void add(GroupFate fate) throws IOException {
    in += fate.rows();
    dropped += fate.dropped();
    changed += fate.changed();
    if (!fate.isUntouched()) {
      Assembly begun = begun();
      if (fate.left() > 0) {
        addAnew(fate, begun);
      }
    } else if (assembly != null) {
      addUntouched(assembly);
    }
    next++;
  }

  /** A person whose rows are in other row groups may be in a dictionary of this one. */
  private void addUntouched(Assembly to) throws IOException {
    RowGroup group = footer.getRow_groups().get(next);
    if (rewriter.hasUnusedEntries(next, group)) {
      addAnew(new GroupFate(Math.toIntExact(group.getNum_rows())), to);
    } else {
      digest.add(file, group);
      to.add(file, group);
    }
  }

  private void addAnew(GroupFate fate, Assembly to) throws IOException {
    RowGroup group = footer.getRow_groups().get(next);
    try (Spooled fresh = rewriter.rewrite(next, group, fate)) {
      RowGroup written = like(group, Footer.read(fresh).getRow_groups().get(0), fate);
      digest.add(fresh, written);
      to.add(fresh, written);
    }
  }

  /** What was not said of the row group when it was encoded anew. */
  private static RowGroup like(RowGroup old, RowGroup fresh, GroupFate fate) {
    if (old.isSetSorting_columns() && !fate.changes()) {
      fresh.setSorting_columns(old.getSorting_columns());
    }
    return fresh;
  }

  /** Begins with all row groups before the one that changes. */
  private Assembly begun() throws IOException {
    if (assembly == null) {
      assembly = new Assembly(footer, new Written(out));
      int first = next;
      for (next = 0; next < first; next++) {
        addUntouched(assembly);
      }
    }
    return assembly;
  }

  /** Writes the rest; returns the length of all that was written. */
  long complete() throws IOException {
    if (assembly != null) {
      return assembly.complete();
    }
    for (RowGroup group : footer.getRow_groups()) {
      digest.add(file, group);
    }
    file.copy(0, file.getLength(), new Written(out));
    return file.getLength();
  }

  /** Of the rows, with a digest of what is left of them as it was written. */
  TableTally tally() {
    return new TableTally(in, dropped, changed, digest.ofGroups());
  }

  /** Of what is beside them. */
  String restSha256() throws IOException {
    return digest.ofFooter();
  }

  /** All of it comes anew: the file was put aside before it was known what stays. */
  private static final class Written extends OutputStream {
    private final Copying out;

    Written(Copying out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.comes(bytes, from, from + count);
    }
  }
}
