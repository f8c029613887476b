package io.transferstudy.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * One cell of a study: a record that people read. The operator makes it, writes it and removes it;
 * nothing reconciles it.
 */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("transfercells")
@Singular("transfercell")
@ShortNames("tcell")
@AdditionalPrinterColumn(name = "STUDY", jsonPath = ".spec.studyName")
@AdditionalPrinterColumn(name = "MODEL", jsonPath = ".spec.model")
@AdditionalPrinterColumn(name = "DATASET", jsonPath = ".spec.dataset")
@AdditionalPrinterColumn(name = "SETTING", jsonPath = ".spec.setting")
@AdditionalPrinterColumn(
    name = "SEED",
    jsonPath = ".spec.seed",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(name = "PHASE", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "SCORE", jsonPath = ".status.score")
@AdditionalPrinterColumn(name = "METRIC", jsonPath = ".status.scoreKind", priority = 1)
@AdditionalPrinterColumn(
    name = "ATTEMPT",
    jsonPath = ".status.attempt",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(name = "REASON", jsonPath = ".status.reason")
@AdditionalPrinterColumn(name = "MESSAGE", jsonPath = ".status.message", priority = 1)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class TransferCell extends CustomResource<TransferCellSpec, TransferCellStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1;

  /** Label with the study's name; likewise model, dataset and setting below. */
  public static final String STUDY_LABEL = Api.GROUP + "/study";

  /** Label with the model's name. */
  public static final String MODEL_LABEL = Api.GROUP + "/model";

  /** Label with the data set's name. */
  public static final String DATASET_LABEL = Api.GROUP + "/dataset";

  /** Label with the setting's name. */
  public static final String SETTING_LABEL = Api.GROUP + "/setting";
}
