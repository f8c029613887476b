# The layers of the images and the archive around them; sourced by images/build, which sets module, modules and work.

cache=images/target
digests=() files=() # of the layers so far: digest of the plain tar, and the packed file

fail() {
  echo "images: $*" >&2
  exit 1
}

require_tools() {
  local tool
  for tool in dpkg-deb apt-get; do
    command -v $tool >/dev/null || fail "no '$tool' on this machine: the base layer is made from Debian packages." \
      "Build the images on Debian or Ubuntu; everything else builds without them (leave out -Pimages)."
  done
  for tool in tar gzip sha256sum; do
    command -v $tool >/dev/null || fail "no '$tool' on the PATH."
  done
  [ -d "$module/target/lib" ] || fail "$module/target/lib is missing; run ./mvnw -B -ntp -Pimages package -DskipTests"
  java_home=$(.mvn/find-jdk)
}

# layer NAME: packs what fill_NAME writes into a folder, unless a layer of the same key (key_NAME) is there already.
layer() {
  local key file root=$work/$1
  key=$({ "key_$1"; cat images/layers.sh; } | sha256sum | cut -c1-16)
  file=$cache/$1-$key.tar.gz
  if [ ! -f "$file.digest" ]; then
    mkdir -p "$root" $cache
    "fill_$1" "$root"
    tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --format=gnu -C "$root" -cf "$work/layer.tar" .
    gzip -nc "$work/layer.tar" >"$file"
    sha256sum "$work/layer.tar" | cut -d' ' -f1 >"$file.digest"
    rm -rf "$root" "$work/layer.tar"
  fi
  digests+=("$(cat "$file.digest")")
  files+=("$file")
}

# ---------------------------------------------------------------- base: a C library and what goes with it

packages="libc6 libgcc-s1 libstdc++6 libc-bin tzdata ca-certificates"

key_base() {
  # shellcheck disable=SC2086
  versions $packages
}

versions() { # PACKAGE...: where apt would get them
  apt-get download --print-uris "$@" 2>/dev/null || apt_failed "$@"
}

apt_failed() {
  fail "apt-get does not know all of the packages $*; run 'apt-get update' as root first."
}

unpack() { # FOLDER PACKAGE...
  local root=$1 package debs=$cache/debs
  shift
  mkdir -p $debs
  (cd $debs && apt-get download -qq -o APT::Sandbox::User=root "$@") || apt_failed "$@"
  for package in "$@"; do
    dpkg-deb -x "$(ls -t $debs/"$package"_*.deb | head -1)" "$root"
  done
}

fill_base() {
  local root=$1
  # shellcheck disable=SC2086
  unpack "$root" $packages
  find "$root/usr/share/ca-certificates" -name '*.crt' | LC_ALL=C sort | xargs cat >"$work/certificates"
  rm -rf "$root"/usr/share/{ca-certificates,doc,man,lintian,locale,bug,libc-bin,gcc,gdb} "$root"/{usr/,}{s,}bin "$root/var" \
    "$root"/usr/lib/*/gconv "$root/etc"
  mkdir -p "$root"/etc/ssl/certs "$root/tmp"
  mv "$work/certificates" "$root/etc/ssl/certs/ca-certificates.crt"
  chmod 1777 "$root/tmp"
  echo 'nonroot:x:65532:65532::/tmp:/bin/false' >"$root/etc/passwd"
  echo 'nonroot:x:65532:' >"$root/etc/group"
}

# ---------------------------------------------------------------- turbojpeg: decodes JPEGs several times as fast as Java's own reader

key_turbojpeg() { versions libturbojpeg0; }

fill_turbojpeg() {
  unpack "$work/codec" libturbojpeg0
  mkdir -p "$1/usr/lib" "$1/usr/share/doc/libturbojpeg0"
  cp -a "$work"/codec/usr/lib/*/ "$1/usr/lib/"
  cp "$work/codec/usr/share/doc/libturbojpeg0/copyright" "$1/usr/share/doc/libturbojpeg0/"
  rm -rf "$work/codec"
}

# ---------------------------------------------------------------- java: only the modules that are used

key_java() {
  cat "$java_home/release"
  echo "$modules"
}

fill_java() {
  mkdir -p "$1/opt"
  "$java_home/bin/jlink" --add-modules "$modules" --no-header-files --no-man-pages --output "$1/opt/java"
}

# ---------------------------------------------------------------- libtorch: unpacked, so that no pod has to do it

native_jars() { ls "$module"/target/lib/pytorch-{native-cpu,jni}-*.jar; }

key_libtorch() { native_jars | xargs sha256sum; }

fill_libtorch() {
  local jar out=$1/opt/libtorch machine
  machine=$(uname -m)
  mkdir -p "$out" "$work/native"
  for jar in $(native_jars); do
    (cd "$work/native" && "$java_home/bin/jar" --extract --file "$OLDPWD/$jar")
  done
  mv "$work"/native/pytorch/cpu/*/*.so* "$work/native/jnilib/linux-$machine/cpu/libdjl_torch.so" "$out"
  rm -rf "$work/native"
}

# ---------------------------------------------------------------- jars: of others, which change seldom, and our own

jars() { # other|own
  local jar
  for jar in "$module"/target/lib/*.jar "$module"/target/"$module"-"$version".jar; do
    case ${jar##*/} in
      pytorch-native-cpu-* | pytorch-jni-*) ;;
      *-"$version".jar) [ "$1" = other ] || echo "$jar" ;;
      *) [ "$1" = own ] || echo "$jar" ;;
    esac
  done
}

key_libraries() { jars other | xargs sha256sum; }
key_application() { jars own | xargs sha256sum; }

fill_libraries() {
  mkdir -p "$1/app/lib"
  jars other | xargs -I{} install -m 644 {} "$1/app/lib"
}

fill_application() {
  mkdir -p "$1/app"
  jars own | xargs -I{} install -m 644 {} "$1/app"
}

# ---------------------------------------------------------------- the image: what `docker save` would write

quoted() { # the arguments as a JSON list
  local item list=
  for item in "$@"; do list+="${list:+, }\"$item\""; done
  echo "[$list]"
}

write_image() { # NAME OUT ENVIRONMENT ENTRYPOINT, both JSON
  local root=$work/image i names=() config
  mkdir -p "$root" "$(dirname "$2")"
  for i in "${!files[@]}"; do
    names+=("${digests[i]}.tar.gz")
    ln -s "$PWD/${files[i]}" "$root/${names[i]}"
  done
  cat >"$root/config.json" <<JSON
{"architecture": "$(dpkg --print-architecture)", "os": "linux", "created": "1970-01-01T00:00:00Z",
 "config": {"User": "65532:65532", "WorkingDir": "/tmp", "Env": [$3], "Entrypoint": $4},
 "rootfs": {"type": "layers", "diff_ids": $(quoted "${digests[@]/#/sha256:}")}}
JSON
  config=$(sha256sum "$root/config.json" | cut -d' ' -f1).json
  mv "$root/config.json" "$root/$config"
  echo "[{\"Config\": \"$config\", \"RepoTags\": [\"$1\"], \"Layers\": $(quoted "${names[@]}")}]" >"$root/manifest.json"
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --format=gnu --dereference -C "$root" -cf "$2.part" .
  mv "$2.part" "$2"
}
