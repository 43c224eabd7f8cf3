package org.quietus.run.person;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.quietus.control.Site;
import org.quietus.request.ErasureRequests;
import org.quietus.request.GoneKeyNotes;
import org.quietus.request.State;
import org.quietus.target.ChunkId;
import org.quietus.target.GoneKey;
import org.quietus.target.GoneKeys;

/** The keys of the deleted rows of one database, by the requests that they were deleted for. */
public final class GoneKeysOfRequests implements GoneKeys {
  private static final Set<State> SOUGHT = EnumSet.of(State.RUNNING, State.SETTLING);

  private final ErasureRequests requests;
  private final GoneKeyNotes notes;

  /** {@code site} is where the rows were. */
  public GoneKeysOfRequests(Site site, ErasureRequests requests) {
    this.requests = requests;
    this.notes = requests.goneKeys(site.control().jdbc());
  }

  @Override
  public void note(ChunkId chunk, String request, List<GoneKey> keys) {
    if (!keys.isEmpty()) {
      notes.add(
          request,
          chunk.run() + " " + chunk.range() + " " + chunk.sequence(),
          keys.stream().map(GoneKey::encode).toList());
    }
  }

  @Override
  public List<GoneKey> of(String request) {
    return notes.of(request).stream().map(GoneKey::decode).toList();
  }

  /** Forgets those of all requests of the job that are not acted on any more. */
  public void forgetSettled() {
    requests.of(notes.requests()).stream()
        .filter(request -> !SOUGHT.contains(request.state()))
        .forEach(request -> notes.forget(request.id()));
  }
}
