/**
 * The whole product on a real cluster: chart, images, pods, meters. Its tests need the lab cluster,
 * root and the image tars, and say in one line which of them is missing.
 */
package io.transferstudy.operator.e2e;
