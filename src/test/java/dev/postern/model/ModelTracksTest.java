package dev.postern.model;

import dev.postern.order.Tracks;
import dev.postern.order.TracksContract;

class ModelTracksTest extends TracksContract {
  private final Tracks tracks = new ModelTracks(new ModelTable(), Line.PERFECT);

  @Override
  protected Tracks tracks() {
    return tracks;
  }
}
