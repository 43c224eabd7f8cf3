package org.quietus.policy;

import java.net.URI;
import java.nio.file.Path;

/** How notices reach a recipient. */
public sealed interface NoticeRoute {

  /** Each is posted to an address, {@code https} or, where that is allowed, {@code http}. */
  record Post(URI address) implements NoticeRoute {}

  /** Each is a file in a directory that the recipient fetches from. */
  record Drop(Path directory) implements NoticeRoute {}

  /** Each is a row of a table beside the data. */
  record Outbox(TableName table) implements NoticeRoute {}

  /** Nobody is told, for a reason. */
  record Exempt(Exemption reason) implements NoticeRoute {}
}
