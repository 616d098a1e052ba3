" Vim syntax file for HLPSL, the protocol language of AVISPA and SPAN.
if exists("b:current_syntax")
  finish
endif

syn case match

syn match   hlpslConstant   "\<\l\w*\>"
syn match   hlpslVariable   "\<\u\w*\>'\="
syn match   hlpslNumber     "\<\d\+\>"
syn match   hlpslLabel      "^\s*\(\l\w*\|\d\+\)\.\ze\s"
syn match   hlpslOperator   "/\\\|\\/\|=|>\|--|>\|:=\|/=\|<=\|=>\|->\|<->\|="
syn match   hlpslQuote      "[‘’′´`]"

syn keyword hlpslSection    accept composition const end goal init intruder_knowledge local owns played_by role transition
syn match   hlpslSection    "\<def="
syn keyword hlpslType       agent bool channel function hash hash_func message nat protocol_id public_key set symmetric_key text
syn keyword hlpslAttribute  dy ota
syn keyword hlpslGoal       authenticates authentication_on on secrecy_of weak_authentication_on weakly
syn keyword hlpslFunction   cons delete exp in inv new not xor
syn keyword hlpslFact       iknows request secret witness wrequest
syn keyword hlpslSpecial    exists start

syn match   hlpslComment    "%.*$" contains=hlpslDirective,hlpslTodo
syn match   hlpslDirective  "%%\s*\(expect:\|lint:ignore\)" contained
syn keyword hlpslTodo       TODO FIXME XXX contained

hi def link hlpslSection    Keyword
hi def link hlpslType       Type
hi def link hlpslAttribute  StorageClass
hi def link hlpslGoal       Statement
hi def link hlpslFunction   Function
hi def link hlpslFact       Special
hi def link hlpslSpecial    Special
hi def link hlpslVariable   Identifier
hi def link hlpslConstant   Normal
hi def link hlpslNumber     Number
hi def link hlpslLabel      Label
hi def link hlpslOperator   Operator
hi def link hlpslQuote      Error
hi def link hlpslComment    Comment
hi def link hlpslDirective  PreProc
hi def link hlpslTodo       Todo

setlocal commentstring=%\ %s
let b:current_syntax = "hlpsl"
