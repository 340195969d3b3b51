module dev.wayleave/interop/url

go 1.26.4
