package org.quietus.backup;

import java.util.List;
import java.util.Map;

/** Where backups lie, as somebody else than the product fills it and looks into it. */
public interface Vault extends AutoCloseable {

  /** How the job file reaches it: STORE, and for a bucket ENDPOINT, ACCESS and SECRET. */
  Map<String, String> settings();

  void put(String key, byte[] content) throws Exception;

  /** The content that a reader gets who names no version. */
  byte[] get(String key) throws Exception;

  /** What a reader sees who names no version. */
  List<String> keys() throws Exception;

  /** The content of everything that can still be retrieved, versions included. */
  List<byte[]> contents() throws Exception;

  /** Deletes as somebody does who names no version. */
  void delete(String key) throws Exception;

  /** Takes everything out for good. */
  void clear() throws Exception;

  @Override
  void close();
}
