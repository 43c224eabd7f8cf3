package org.quietus.backup.dump;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.catalog.Table;
import org.quietus.format.BadDump;
import org.quietus.format.Codec;
import org.quietus.format.Copying;
import org.quietus.format.Drifted;
import org.quietus.format.DumpTableName;
import org.quietus.format.Format;
import org.quietus.format.NotADump;
import org.quietus.format.PlacedFormat;
import org.quietus.format.PlainCodec;
import org.quietus.format.ReadAhead;
import org.quietus.format.Reading;
import org.quietus.format.Recoding;
import org.quietus.format.RewriteReport;
import org.quietus.format.Row;
import org.quietus.format.RowDecider;
import org.quietus.format.RowSource;
import org.quietus.format.RowVisitor;
import org.quietus.format.UnsupportedDump;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;
import org.quietus.policy.ObjectSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One object version read as a dump, as often as need be. */
public final class Dump {
  private static final Logger LOG = LoggerFactory.getLogger(Dump.class);

  private final ObjectStore store;
  private final Pin pin;
  private final Format format;
  private final Codec codec;
  private final Zones zones;
  private final Optional<RowIndex> index;

  public Dump(ObjectStore store, Pin pin, Format format, Zones zones) {
    this(store, pin, format, zones, Optional.empty());
  }

  /** One whose rows were taken down when it was read. */
  public Dump(ObjectStore store, Pin pin, Format format, Zones zones, Optional<RowIndex> index) {
    this(store, pin, format, zones, index, Codecs.of(pin.key().value()));
  }

  private Dump(
      ObjectStore store,
      Pin pin,
      Format format,
      Zones zones,
      Optional<RowIndex> index,
      Codec codec) {
    this.index = index;
    this.zones = zones;
    this.store = store;
    this.pin = pin;
    this.format = format;
    this.codec = codec;
  }

  /** The same, which commands of its set decrypt and encrypt if it has some. */
  public Dump encrypted(Optional<ObjectSet.Encryption> by) {
    return by.map(commands -> new PipedCodec(commands, Codecs.within(pin.key().value())))
        .map(piped -> new Dump(store, pin, format, zones, index, piped))
        .orElse(this);
  }

  Pin pin() {
    return pin;
  }

  public Format format() {
    return format;
  }

  public Codec codec() {
    return codec;
  }

  /** Looks at one row of a table of the catalog. */
  public interface Look {
    void at(BoundTable bound, Row row) throws IOException;

    /** The same without rows whose keys cannot be read; whoever judges the rows names them. */
    default Look ofReadable() {
      return (bound, row) -> {
        try {
          at(bound, row);
        } catch (UnreadRow e) {
          // stops itself alone
        }
      };
    }
  }

  /** Which of the catalog's tables a dump's table is, if it is one of them and wanted. */
  public interface Wanted {
    @Nullable Table table(DumpTableName name);

    /** The same for those tables alone that are chosen. */
    default Wanted only(Predicate<Table> chosen) {
      return name -> {
        @Nullable Table table = table(name);
        return table != null && chosen.test(table) ? table : null;
      };
    }
  }

  /** Looks at the rows of wanted tables; the dump is read for it unless they were taken down. */
  public void scan(Wanted wanted, Look look) {
    Bound bound = bound(wanted);
    RowVisitor visitor =
        new RowVisitor() {
          @Override
          public boolean wants(RowSource source) {
            return wanted.table(source.table()) != null;
          }

          @Override
          public void visit(Row row) throws IOException {
            look.at(bound.table(row.source()), row);
          }
        };
    if (index.isEmpty()) {
      scan(visitor);
      return;
    }
    guarded(
        () -> {
          index.get().show(visitor);
          return visitor;
        });
  }

  /** Reads the whole dump, or what is needed of it, and shows what the visitor wants. */
  public Reading scan(RowVisitor visitor) {
    if (format instanceof PlacedFormat placed && codec instanceof PlainCodec) {
      return guarded(() -> placed.scan(new StoredBytes(store, pin), visitor));
    }
    return reading(in -> format.scan(in, visitor));
  }

  /** Reads the whole dump, and takes its rows down. */
  public Reading read(RowIndex into) {
    return reading(in -> format.scan(in, into.taking()));
  }

  /** The tables of one look at a dump's rows, each bound once. */
  public Bound bound(Wanted wanted) {
    return new Bound(wanted, zones);
  }

  /** Binds rows to the tables of the catalog, one statement after the other. */
  public static final class Bound {
    private final Wanted wanted;
    private final Zones zones;
    private final Map<RowSource, BoundTable> known = new HashMap<>();
    private @Nullable RowSource lastSource;
    private @Nullable BoundTable last;

    private Bound(Wanted wanted, Zones zones) {
      this.wanted = wanted;
      this.zones = zones;
    }

    /** The table that the rows of a statement are of. */
    public BoundTable table(RowSource source) {
      BoundTable table = source == lastSource ? last : null;
      if (table == null) {
        table = known.computeIfAbsent(source, this::bind);
        lastSource = source;
        last = table;
      }
      return table;
    }

    private BoundTable bind(RowSource source) {
      Table table = wanted.table(source.table());
      if (table == null) {
        throw new IllegalStateException("rows of an unwanted table were shown");
      }
      return new BoundTable(table, source, zones);
    }
  }

  /** Something done with the uncompressed content. */
  public interface Use<T> {
    T with(InputStream content) throws IOException;
  }

  /** Opens, decompresses and closes around a use; what goes wrong becomes a named end. */
  public <T> T reading(Use<T> use) {
    return guarded(
        () -> {
          try (InputStream raw = store.open(pin);
              InputStream content = content(raw)) {
            return use.with(content);
          }
        });
  }

  private InputStream content(InputStream raw) throws IOException {
    InputStream content = codec.decode(raw);
    return codec instanceof PlainCodec ? content : new ReadAhead(content);
  }

  /** Rewrites the whole dump to a sink, which is closed at its end. */
  public RewriteReport rewriting(OutputStream sink, RowDecider decider) {
    if (format instanceof PlacedFormat placed && codec instanceof PlainCodec && store.isNear()) {
      return guarded(
          () -> {
            try (sink) {
              return placed.rewrite(new StoredBytes(store, pin), Copying.to(sink), decider);
            }
          });
    }
    return guarded(
        () -> {
          try (InputStream raw = store.open(pin);
              Recoding recoding = codec.recode(raw, sink)) {
            RewriteReport report = format.rewrite(recoding.content(), recoding.copy(), decider);
            recoding.finish();
            return report;
          }
        });
  }

  /** Something done with what a dump says. */
  public interface Work<T> {
    T done() throws IOException;
  }

  /** What goes wrong in it becomes a named end, whatever a damaged dump says. */
  public static <T> T guarded(Work<T> work) {
    try {
      return work.done();
    } catch (IOException e) {
      throw trouble(e);
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | ArithmeticException
        | NoSuchElementException
        | NullPointerException
        | ClassCastException
        | DateTimeException
        | NegativeArraySizeException
        | StackOverflowError e) {
      LOG.error("a dump could not be read: {} at {}", e.getClass().getName(), place(e));
      throw new Trouble(
          VersionState.UNSUPPORTED,
          "it could not be read (internal error: " + e.getClass().getSimpleName() + ")");
    } catch (OutOfMemoryError e) {
      throw OutOfMemory.end();
    }
  }

  /** Where it happened, without a message that may hold a value. */
  private static String place(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0].toString();
  }

  /** The named end that a failure of a dump or of a store leads to. */
  public static RuntimeException trouble(IOException failure) {
    if (failure.getCause() instanceof StoreException store) {
      return store;
    }
    if (failure instanceof NotADump) {
      return new Trouble(VersionState.NOT_A_DUMP, message(failure));
    }
    if (failure instanceof Drifted) {
      return new Trouble(VersionState.UNMATCHED_SCHEMA, message(failure));
    }
    if (failure instanceof UnsupportedDump) {
      return new Trouble(VersionState.UNSUPPORTED, message(failure));
    }
    return failure instanceof BadDump
        ? new Trouble(VersionState.DAMAGED, message(failure))
        : new Trouble(VersionState.UNREACHABLE, "it could not be read to its end");
  }

  private static String message(IOException failure) {
    return String.valueOf(failure.getMessage());
  }
}
