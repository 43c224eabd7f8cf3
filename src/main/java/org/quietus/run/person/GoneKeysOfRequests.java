package org.quietus.run.person;

import java.util.List;
import org.quietus.request.ErasureRequests;
import org.quietus.target.ChunkId;
import org.quietus.target.GoneKey;
import org.quietus.target.GoneKeys;

/** The keys of deleted rows as they are kept with the requests that the rows were deleted for. */
public final class GoneKeysOfRequests implements GoneKeys {
  private final ErasureRequests requests;

  public GoneKeysOfRequests(ErasureRequests requests) {
    this.requests = requests;
  }

  @Override
  public void note(ChunkId chunk, String request, List<GoneKey> keys) {
    if (!keys.isEmpty()) {
      requests.noteGone(
          request,
          chunk.run() + " " + chunk.range() + " " + chunk.sequence(),
          keys.stream().map(GoneKey::encode).toList());
    }
  }

  @Override
  public List<GoneKey> of(String request) {
    return requests.gone(request).stream().map(GoneKey::decode).toList();
  }
}
