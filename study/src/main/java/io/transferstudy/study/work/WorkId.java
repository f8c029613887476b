package io.transferstudy.study.work;

import io.transferstudy.study.grid.CellId;

/** Identity, within a study, of what one worker does: known before anything is read. */
public sealed interface WorkId {

  /**
   * A stable text of the form {@code prepare/DATASET}, {@code gate/MODEL}, {@code pretrain/MODEL}
   * or {@code cell/MODEL/DATASET/SETTING/SEED}.
   */
  String key();

  /** What is done once in a study, before that which shares it. */
  sealed interface Shared extends WorkId {}

  /** Verifying a data set and packing it into one file. */
  record Prepare(String dataset) implements Shared {
    @Override
    public String key() {
      return "prepare/" + dataset;
    }
  }

  /** What is done once for a model, before cells may start from its weights. */
  sealed interface OfModel extends Shared {
    /** Its name in the study. */
    String model();
  }

  /** Checking that given weights do what they should. */
  record Gate(String model) implements OfModel {
    @Override
    public String key() {
      return "gate/" + model;
    }
  }

  /** Training a source model. */
  record Pretrain(String model) implements OfModel {
    @Override
    public String key() {
      return "pretrain/" + model;
    }
  }

  /** All of a cell's own work. */
  record OfCell(CellId cell) implements WorkId {
    @Override
    public String key() {
      return "cell/" + cell;
    }
  }

  /**
   * Reads {@link #key()} back.
   *
   * @throws IllegalArgumentException if {@code key} has none of the forms
   */
  static WorkId parse(String key) {
    String[] parts = key.split("/", -1);
    if (parts.length == 2 && parts[0].equals("prepare")) {
      return new Prepare(parts[1]);
    }
    if (parts.length == 2 && parts[0].equals("gate")) {
      return new Gate(parts[1]);
    }
    if (parts.length == 2 && parts[0].equals("pretrain")) {
      return new Pretrain(parts[1]);
    }
    if (parts.length == 5 && parts[0].equals("cell")) {
      return new OfCell(new CellId(parts[1], parts[2], parts[3], Long.parseLong(parts[4])));
    }
    throw new IllegalArgumentException("not the key of any work: " + key);
  }
}
