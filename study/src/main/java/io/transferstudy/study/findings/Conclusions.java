package io.transferstudy.study.findings;

import java.util.List;

/**
 * What a study's numbers say, in three sentences that stay true whatever the numbers are. "Clearly"
 * means that a 95 % interval leaves out zero.
 *
 * @param transfer whether models that are better on the source transfer better
 * @param pretraining what starting from pretrained weights gains over random initialisation
 * @param caution what the study does not show
 */
public record Conclusions(String transfer, String pretraining, String caution) {
  /** The sentences about these findings. */
  public static Conclusions of(Findings findings) {
    return new Conclusions(
        TransferSentence.of(findings),
        PretrainingSentence.of(findings),
        CautionSentence.of(findings));
  }

  /** In the order in which they are read. */
  public List<String> sentences() {
    return List.of(transfer, pretraining, caution);
  }
}
