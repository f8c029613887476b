package io.transferstudy.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Models x data sets x settings x seeds, as one object. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("transferstudies")
@Singular("transferstudy")
@ShortNames("tstudy")
@AdditionalPrinterColumn(name = "STATE", jsonPath = ".status.state")
@AdditionalPrinterColumn(name = "CELLS", jsonPath = ".status.progress")
@AdditionalPrinterColumn(
    name = "FAILED",
    jsonPath = ".status.counts.failed",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "BEST", jsonPath = ".status.best")
@AdditionalPrinterColumn(name = "ETA", jsonPath = ".status.eta", priority = 1)
@AdditionalPrinterColumn(
    name = "AGE",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class TransferStudy extends CustomResource<TransferStudySpec, TransferStudyStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1;
}
