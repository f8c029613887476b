package io.transferstudy.operator.study;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.transferstudy.api.v1alpha1.TransferCell;
import io.transferstudy.api.v1alpha1.TransferStudy;
import java.util.List;

/** What the operator knows of the cluster without asking. */
public interface Caches {
  /** Jobs labelled with the study's name. */
  List<Job> jobs(TransferStudy study);

  /** Pods labelled with the study's name; of their spec only the node. */
  List<Pod> pods(TransferStudy study);

  /** Cells labelled with the study's name. */
  List<TransferCell> cells(TransferStudy study);

  /** Takes in an object that the operator itself has just written. */
  void remember(HasMetadata written);

  /** The study as last written by the operator, if that is newer than {@code cached}. */
  TransferStudy newest(TransferStudy cached);
}
