-- Run once, when PostgreSQL makes its data folder: the back office's database beside Front Door's own (docs/desk.md).
CREATE DATABASE desk;
