{{- define "transfer-study.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 48 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 48 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "transfer-study.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end }}

{{- define "transfer-study.labels" -}}
{{ include "transfer-study.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "transfer-study.account" -}}
{{ .Values.serviceAccount.name | default (include "transfer-study.name" .) }}
{{- end }}

{{- define "transfer-study.rules" -}}
- apiGroups: [transferstudy.io]
  resources: [transferstudies, transfercells]
  verbs: [get, list, watch, create, delete, patch, update]
- apiGroups: [transferstudy.io]
  resources: [transferstudies/status, transfercells/status]
  verbs: [patch, update]
- apiGroups: [transferstudy.io]
  resources: [transferstudies/finalizers] # some clusters ask for it of those who set owners
  verbs: [update]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, delete]
- apiGroups: [kueue.x-k8s.io] # why a Job of a study with a queue waits
  resources: [workloads]
  verbs: [get, list]
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch]
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [get, list, watch, create]
- apiGroups: ["", events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end }}
