package org.quietus.database.mysql;

import com.mysql.cj.CacheAdapter;
import com.mysql.cj.CacheAdapterFactory;
import com.mysql.cj.QueryInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * What the driver learnt from the text of a statement, kept for all connections of the process: it
 * would otherwise read each statement over again, letter by letter, whenever it is prepared. All
 * connections read alike, because {@link org.quietus.database.DatabaseUrl} fixes their encoding and
 * their SQL mode. The driver makes it by its name, {@code queryInfoCacheFactory}.
 */
public final class ParsedStatements implements CacheAdapterFactory<String, QueryInfo> {
  private static final Shared SHARED = new Shared();

  @Override
  public CacheAdapter<String, QueryInfo> getInstance(
      Lock connection, String url, int mostStatements, int longestStatement) {
    return new OfConnection(mostStatements, longestStatement);
  }

  /** One connection's way to what all share. */
  private record OfConnection(int mostStatements, int longestStatement)
      implements CacheAdapter<String, QueryInfo> {

    @Override
    public @Nullable QueryInfo get(@Nullable String sql) {
      return sql == null ? null : SHARED.get(sql);
    }

    @Override
    public void put(@Nullable String sql, @Nullable QueryInfo parsed) {
      if (sql != null && parsed != null && sql.length() <= longestStatement) {
        SHARED.put(sql, parsed, mostStatements);
      }
    }

    @Override
    public void invalidate(String sql) {
      SHARED.remove(sql);
    }

    @Override
    public void invalidateAll(Set<String> statements) {
      statements.forEach(SHARED::remove);
    }

    @Override
    public void invalidateAll() {
      SHARED.clear();
    }
  }

  /** Forgets what was not asked for longest. */
  private static final class Shared {
    private final LinkedHashMap<String, QueryInfo> parsed = new LinkedHashMap<>(16, 0.75f, true);

    synchronized @Nullable QueryInfo get(String sql) {
      return parsed.get(sql);
    }

    synchronized void put(String sql, QueryInfo info, int most) {
      parsed.put(sql, info);
      while (parsed.size() > most) {
        Map.Entry<String, QueryInfo> eldest = parsed.entrySet().iterator().next();
        parsed.remove(eldest.getKey());
      }
    }

    synchronized void remove(String sql) {
      parsed.remove(sql);
    }

    synchronized void clear() {
      parsed.clear();
    }
  }
}
